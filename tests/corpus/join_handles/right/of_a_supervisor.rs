//! Starts a thread that starts the workers and joins them, and joins that one.
//!
//! Finding: joined

use std::thread;

use common::{start, worker};

fn main() {
    start();
    let supervisor = thread::spawn(|| {
        let tasks = ["sort data", "parse files", "generate output"];
        let handles = tasks.map(|task| thread::spawn(move || worker(task)));
        for handle in handles {
            handle.join().expect("the worker does not panic");
        }
    });
    supervisor.join().expect("the supervisor does not panic");
    println!("All done");
}
