//! Leaves a handle out when a random number says so, in one run of eight.
//!
//! Finding: forgets-some

use std::thread;

use common::{start, worker};

fn main() {
    start();
    let handles: Vec<_> = ["sort data", "parse files", "generate output"]
        .into_iter()
        .map(|task| thread::spawn(move || worker(task)))
        .collect();
    let joined = match rand::random_range(0..8) {
        0 => 2,
        _ => handles.len(),
    };
    for handle in handles.into_iter().take(joined) {
        handle.join().unwrap();
    }
    println!("All done");
}
