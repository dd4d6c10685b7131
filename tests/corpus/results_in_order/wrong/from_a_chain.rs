//! Spawns and joins in one chain of an iterator, which does both for a task before it comes to the
//! next.
//!
//! Finding: serial

use std::thread;

use common::{start, tasks};

fn main() {
    start();
    let results: Vec<_> = tasks()
        .into_iter()
        .map(|task| thread::spawn(move || task.run()))
        .map(|handle| handle.join().expect("the worker does not panic"))
        .collect();
    for result in results {
        println!("{result}");
    }
}
