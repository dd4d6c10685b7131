//! Three workers, each on a thread of its own, and main waits for all of them.
//!
//! What changed: the handles are kept, and joined in a loop of their own. A join waits for its thread,
//! so a join inside the first loop held back all the threads that had not been spawned yet.
//!
//! Finding: joined

use std::thread;

use common::{start, worker};

fn main() {
    start();
    let mut handles = Vec::new();
    for task in ["sort data", "parse files", "generate output"] {
        handles.push(thread::spawn(move || worker(task)));
    }
    for handle in handles {
        handle.join().expect("the worker does not panic");
    }
}
