//! Waits for a thread that starts all others and joins them.
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
            handle.join().unwrap();
        }
    });
    supervisor.join().unwrap();
}
