//! Prints a line each time that it finds a thread still at work, and looks without pause.
//!
//! Finding: too-much-output

use std::thread;

use common::{start, worker};

fn main() {
    start();
    let tasks = ["sort data", "parse files", "generate output"];
    let handles = tasks.map(|task| thread::spawn(move || worker(task)));
    while !handles.iter().all(|handle| handle.is_finished()) {
        println!("not yet");
    }
}
