//! Joins the workers' threads in one more thread. Main does not wait for that one.
//!
//! Finding: no-wait

use std::thread;

use common::{start, worker};

fn main() {
    start();
    let tasks = ["sort data", "parse files", "generate output"];
    let handles = tasks.map(|task| thread::spawn(move || worker(task)));
    thread::spawn(|| {
        for handle in handles {
            handle.join().unwrap();
        }
    });
}
