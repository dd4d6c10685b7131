//! Four writers set two values under one lock. A reader that takes the lock sees both or neither.
//!
//! Source: SCTBench, concurrent-software-benchmarks/reorder_5_bad
//! Kind: atomicity violation

use std::sync::Mutex;
use std::thread;

static PAIR: Mutex<(i32, i32)> = Mutex::new((0, 0));

fn set() {
    *PAIR.lock().unwrap() = (1, -1);
}

fn check() {
    let pair = *PAIR.lock().unwrap();
    assert!(pair == (0, 0) || pair == (1, -1), "half a change: {pair:?}");
}

fn main() {
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(set);
        }
        scope.spawn(check);
    });
    println!("consistent");
}
