//! Waits by a scope, whose threads borrow their tasks from main.
//!
//! Finding: joined

use std::thread;

use common::{start, worker};

fn main() {
    start();
    let plan = String::from("sort data, parse files, generate output");
    let tasks: Vec<&str> = plan.split(", ").collect();
    thread::scope(|scope| {
        for task in &tasks {
            scope.spawn(|| worker(task));
        }
    });
    drop(plan);
}
