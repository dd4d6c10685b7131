//! As many workers as there are tasks, each of which counts something, and main, which tells what they
//! counted.
//!
//! When all have finished, it should print what came of each task, in the order of the tasks, whoever was
//! the fastest. Run it some times with `cargo workshop run results_in_order`.
//! (`TASKS="read mail, send mail" cargo workshop run results_in_order` gives it others. So does the check.)
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
