//! Three philosophers each take the fork on the left and then the one on the right. If all of
//! them hold a left fork, each waits for a neighbour.
//!
//! Source: SCTBench, concurrent-software-benchmarks/din_phil3_sat
//! Kind: deadlock
//! Ends: deadlock

use std::sync::Mutex;
use std::thread;

static FORKS: [Mutex<u32>; 3] = [const { Mutex::new(0) }; 3];

fn dine(seat: usize) {
    let (first, second) = (seat, (seat + 1) % 3);
    let mut left = FORKS[first].lock().unwrap();
    let mut right = FORKS[second].lock().unwrap();
    *left += 1;
    *right += 1;
}

fn main() {
    thread::scope(|scope| {
        for seat in 0..3 {
            scope.spawn(move || dine(seat));
        }
    });
    println!("all have eaten");
}
