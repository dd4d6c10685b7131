//! Each task has a worker, which counts something. Main prints what the workers
//! counted.
//!
//! When all have finished, main should print each result, in the order of the tasks. Run it some
//! times with `cargo workshop run results_in_order`. (The check sets other tasks. So does
//! `TASKS="read mail, send mail" cargo workshop run results_in_order`.)
//!
//! Finding: wrong-output

use std::thread;

use common::{start, tasks};

fn main() {
    start();
    let mut handles = Vec::new();
    for task in tasks() {
        // TODO: who should print this, and when?
        handles.push(thread::spawn(move || println!("{}", task.run())));
    }
    for handle in handles {
        handle.join().expect("the worker does not panic");
    }
}
