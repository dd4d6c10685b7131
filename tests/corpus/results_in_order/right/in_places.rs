//! Lends each thread a place in a list, into which it writes its result.
//!
//! Finding: joined

use std::{iter, thread};

use common::{start, tasks};

fn main() {
    start();
    let tasks: Vec<_> = tasks().into_iter().collect();
    let mut results = vec![String::new(); tasks.len()];
    thread::scope(|scope| {
        for (place, task) in iter::zip(&mut results, tasks) {
            scope.spawn(move || *place = task.run());
        }
    });
    for result in results {
        println!("{result}");
    }
}
