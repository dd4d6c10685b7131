//! Two threads that each return a number. Main joins both, and adds the numbers.

use std::thread;

use common::{start, worker};

fn main() {
    start();
    let sort = thread::spawn(|| work("sort data"));
    let parse = thread::spawn(|| work("parse files"));
    let sorted = sort.join().expect("the worker does not panic");
    let parsed = parse.join().expect("the worker does not panic");
    println!("{} characters", sorted + parsed);
}

/// Does `task`, and returns how many characters its name has.
fn work(task: &str) -> usize {
    worker(task);
    task.chars().count()
}
