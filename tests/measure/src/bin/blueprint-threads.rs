//! The article's three tasks, each as a thread.

use std::{thread, time::Duration};

const TASKS: [&str; 3] = ["sort data", "parse files", "generate output"];

fn main() {
    println!("Starting...");
    thread::scope(|scope| {
        for task in TASKS {
            scope.spawn(move || worker(task));
        }
    });
}

fn worker(task: &str) {
    for step in 0..3 {
        thread::sleep(Duration::from_millis(100));
        println!("{task} {step} complete");
    }
}
