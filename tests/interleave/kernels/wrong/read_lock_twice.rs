//! A reader takes a read lock and then the same read lock again. If a writer begins to wait in
//! between, the second read waits for the writer and the writer waits for the first read.
//!
//! Source: GoBench GoKer, kubernetes#62464
//! Kind: deadlock
//! Ends: deadlock

use std::sync::RwLock;
use std::thread;

static CPUS: RwLock<Vec<u32>> = RwLock::new(Vec::new());

fn total() -> u32 {
    CPUS.read().unwrap().iter().sum()
}

fn average() -> u32 {
    let cpus = CPUS.read().unwrap();
    total() / cpus.len().max(1) as u32
}

fn main() {
    thread::scope(|scope| {
        scope.spawn(average);
        scope.spawn(|| CPUS.write().unwrap().push(4));
    });
    println!("average {}", average());
}
