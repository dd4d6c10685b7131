//! A lookup holds a read lock and describes the cache, which takes the read lock again. The
//! description waits if a writer has begun to wait in between.
//!
//! Source: GoBench GoKer, cockroach#6181
//! Kind: deadlock
//! Ends: deadlock

use parking_lot::RwLock;
use std::thread;

static RANGES: RwLock<Vec<u32>> = RwLock::new(Vec::new());

fn describe() -> String {
    format!("{} ranges", RANGES.read().len())
}

fn look_up(range: u32) -> String {
    let ranges = RANGES.read();
    let description = describe();
    drop(ranges);
    RANGES.write().push(range);
    description
}

fn main() {
    thread::scope(|scope| {
        scope.spawn(|| look_up(1));
        scope.spawn(|| look_up(2));
    });
    println!("{}", describe());
}
