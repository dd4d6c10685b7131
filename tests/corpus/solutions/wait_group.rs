//! What changed: only the workers have clones. `wait` drops the clone on which main calls it, and
//! waits until all other clones are dropped. Before, `group` was one clone more: main kept it, and
//! waited for it.
//!
//! Finding: joined

use std::thread;

use common::{start, tasks};
use crossbeam_utils::sync::WaitGroup;

fn main() {
    start();
    let group = WaitGroup::new();
    for task in tasks() {
        let running = group.clone();
        thread::spawn(move || {
            task.run();
            drop(running);
        });
    }
    group.wait();
    println!("All done");
}
