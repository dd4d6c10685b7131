//! Says that all is done when the threads have been started, and waits for them after that.
//!
//! Finding: wrong-output

use std::thread;

use common::{start, worker};

fn main() {
    start();
    let mut handles = Vec::new();
    for task in ["sort data", "parse files", "generate output"] {
        handles.push(thread::spawn(move || worker(task)));
    }
    println!("All done");
    for handle in handles {
        handle.join().expect("the worker does not panic");
    }
}
