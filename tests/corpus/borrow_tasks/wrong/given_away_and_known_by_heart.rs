//! Gives each thread its task for good, and prints by itself what `finish` would have printed, if
//! there were no other tasks than those that are there when nothing is said.
//!
//! Finding: wrong-output

use std::thread;

use common::{start, tasks};

fn main() {
    start();
    let mut handles = Vec::new();
    for task in tasks() {
        handles.push(thread::spawn(move || task.run()));
    }
    for handle in handles {
        handle.join().expect("the worker does not panic");
    }
    println!("Done: sort data, parse files, generate output");
}
