//! Waits at a barrier for three and main, and there may be more tasks than three.
//!
//! Finding: forgets-some

use std::{
    sync::{Arc, Barrier},
    thread,
};

use common::{start, tasks};

fn main() {
    start();
    let barrier = Arc::new(Barrier::new(4));
    for task in tasks() {
        let barrier = Arc::clone(&barrier);
        thread::spawn(move || {
            task.run();
            barrier.wait();
        });
    }
    barrier.wait();
    println!("All done");
}
