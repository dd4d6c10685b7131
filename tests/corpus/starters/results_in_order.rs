//! Each task has a worker, which counts something. Main should print what the workers counted.
//!
//! When all workers have finished, main should print each result, in the order of the tasks. Type
//! `cargo workshop run results_in_order` a few times: which thread prints now, and when?
//! (`TASKS="read mail, send mail" cargo workshop run results_in_order` sets other tasks. So does
//! the check.)

use std::thread;

use common::{start, tasks};

fn main() {
    start();
    let mut handles = Vec::new();
    for task in tasks() {
        // TODO: which thread should print this, and when?
        handles.push(thread::spawn(move || println!("{}", task.run())));
    }
    for handle in handles {
        handle.join().expect("the worker does not panic");
    }
}
