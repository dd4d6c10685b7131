//! Sorts the results by the numbers of their tasks, but as text: 10 comes before 2. So it is right
//! for up to ten tasks.
//!
//! Finding: wrong-output

use std::thread;

use common::{start, tasks};

fn main() {
    start();
    let threads: Vec<_> = tasks()
        .into_iter()
        .enumerate()
        .map(|(number, task)| thread::spawn(move || format!("{number} {}", task.run())))
        .collect();
    let mut results: Vec<String> = threads
        .into_iter()
        .map(|thread| thread.join().unwrap())
        .collect();
    results.sort();
    for result in results {
        let (_, result) = result.split_once(' ').unwrap();
        println!("{result}");
    }
}
