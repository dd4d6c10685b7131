//! Joins the threads two by two, and so forgets the last one if there is an odd number of them.
//!
//! Finding: forgets-some

use std::thread;

use common::{start, tasks};

fn main() {
    start();
    let mut handles = Vec::new();
    for task in tasks() {
        handles.push(thread::spawn(move || task.run()));
    }
    while handles.len() >= 2 {
        for handle in handles.drain(..2) {
            handle.join().expect("the worker does not panic");
        }
    }
    println!("All done");
}
