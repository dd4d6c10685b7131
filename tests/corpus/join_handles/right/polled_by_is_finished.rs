//! Asks the handles whether their threads have finished, yields, and asks again until all have.
//!
//! Finding: joined

use std::thread;

use common::{start, worker};

fn main() {
    start();
    let tasks = ["sort data", "parse files", "generate output"];
    let handles = tasks.map(|task| thread::spawn(move || worker(task)));
    while handles.iter().any(|handle| !handle.is_finished()) {
        thread::yield_now();
    }
    println!("All done");
}
