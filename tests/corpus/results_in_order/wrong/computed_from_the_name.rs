//! Does not use the numbers of the workers, but the length of each name.
//!
//! Finding: wrong-output

use std::thread;

use common::{start, tasks};

fn main() {
    start();
    let handles: Vec<_> = tasks()
        .into_iter()
        .map(|task| thread::spawn(move || task.run()))
        .collect();
    let names: Vec<String> = handles
        .into_iter()
        .map(|handle| handle.join().unwrap().split(':').next().unwrap().to_owned())
        .collect();
    for name in names {
        println!("{name}: {} letters", name.len() - 1);
    }
}
