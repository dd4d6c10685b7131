//! Keeps the results in a hash map by their numbers, and prints them as they stand there, which is
//! in an order of the map's own, another one in each run.
//!
//! Finding: wrong-output

use std::{collections::HashMap, thread};

use common::{start, tasks};

fn main() {
    start();
    let mut handles = HashMap::new();
    for (place, task) in tasks().into_iter().enumerate() {
        handles.insert(place, thread::spawn(move || task.run()));
    }
    let mut results = HashMap::new();
    for (place, handle) in handles {
        results.insert(place, handle.join().expect("the worker does not panic"));
    }
    for result in results.values() {
        println!("{result}");
    }
}
