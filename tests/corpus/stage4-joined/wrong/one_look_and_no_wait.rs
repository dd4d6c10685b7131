//! Joins only those threads that have finished already, and looks only once.
//!
//! Finding: no-wait

use std::thread;

use common::{start, worker};

fn main() {
    start();
    let tasks = ["sort data", "parse files", "generate output"];
    let handles = tasks.map(|task| thread::spawn(move || worker(task)));
    for handle in handles {
        if handle.is_finished() {
            handle.join().unwrap();
        }
    }
}
