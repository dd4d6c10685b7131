//! Three philosophers each take two forks, the one with the lower number first. A cycle would
//! need a thread that waits for a lower number than it holds, so no deadlock is possible.
//!
//! Source: SCTBench, concurrent-software-benchmarks/din_phil3_sat
//! Kind: deadlock

use std::sync::Mutex;
use std::thread;

static FORKS: [Mutex<u32>; 3] = [const { Mutex::new(0) }; 3];

fn dine(seat: usize) {
    let neighbour = (seat + 1) % 3;
    let (first, second) = (seat.min(neighbour), seat.max(neighbour));
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
