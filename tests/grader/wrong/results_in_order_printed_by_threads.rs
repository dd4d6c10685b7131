//! Lets each thread print its own result, as soon as it has it.
//!
//! Finding: wrong-output
//! Graded as: results_in_order

use std::thread;

use common::{start, tasks};

fn main() {
    start();
    let mut handles = Vec::new();
    for task in tasks() {
        handles.push(thread::spawn(move || println!("{}", task.run())));
    }
    for handle in handles {
        handle.join().expect("the worker does not panic");
    }
}
