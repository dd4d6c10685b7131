//! Waits by joins for the workers and for two more threads, which compute and print nothing.
//!
//! Finding: joined

use std::thread;

use common::{start, worker};

fn sum(numbers: u64) -> u64 {
    (1..=numbers).fold(0, u64::wrapping_add)
}

fn main() {
    start();
    let tasks = ["sort data", "parse files", "generate output"];
    let handles = tasks.map(|task| thread::spawn(move || worker(task)));
    let sums = [1_000_000, 2_000_000].map(|numbers| thread::spawn(move || sum(numbers)));
    for handle in handles {
        handle.join().unwrap();
    }
    let sums = sums.map(|handle| handle.join().unwrap());
    assert_eq!(sums, [500_000_500_000, 2_000_001_000_000]);
}
