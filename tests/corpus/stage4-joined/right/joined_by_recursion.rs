//! Waits by joining each thread on the way back from a recursion that starts them.
//!
//! Finding: joined

use std::thread;

use common::{start, worker};

fn run(tasks: &'static [&str]) {
    if let [task, others @ ..] = tasks {
        let handle = thread::spawn(|| worker(task));
        run(others);
        handle.join().unwrap();
    }
}

fn main() {
    start();
    run(&["sort data", "parse files", "generate output"]);
}
