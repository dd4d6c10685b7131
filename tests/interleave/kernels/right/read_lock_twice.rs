//! A reader takes a read lock once and lends the data to its helper. The helper needs no lock of
//! its own, so a writer that waits cannot come between two reads.
//!
//! Source: GoBench GoKer, kubernetes#62464
//! Kind: deadlock

use std::sync::RwLock;
use std::thread;

static CPUS: RwLock<Vec<u32>> = RwLock::new(Vec::new());

fn total(cpus: &[u32]) -> u32 {
    cpus.iter().sum()
}

fn average() -> u32 {
    let cpus = CPUS.read().unwrap();
    total(&cpus) / cpus.len().max(1) as u32
}

fn main() {
    thread::scope(|scope| {
        scope.spawn(average);
        scope.spawn(|| CPUS.write().unwrap().push(4));
    });
    println!("average {}", average());
}
