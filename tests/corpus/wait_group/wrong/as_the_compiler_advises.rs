//! Shares the group by an `Arc` and waits with a clone of what is in it, which stays there all the
//! while.
//!
//! Finding: hangs

use std::{sync::Arc, thread};

use common::{start, tasks};
use crossbeam_utils::sync::WaitGroup;

fn main() {
    start();
    let group = Arc::new(WaitGroup::new());
    for task in tasks() {
        let running = Arc::clone(&group);
        thread::spawn(move || {
            task.run();
            drop(running);
        });
    }
    WaitGroup::clone(&group).wait();
    println!("All done");
}
