//! Four writers set two values one after the other. A reader between the two stores sees half of
//! the change.
//!
//! Source: SCTBench, concurrent-software-benchmarks/reorder_5_bad
//! Kind: atomicity violation
//! Ends: panic

use std::sync::atomic::{AtomicI32, Ordering::SeqCst};
use std::thread;

static LEFT: AtomicI32 = AtomicI32::new(0);
static RIGHT: AtomicI32 = AtomicI32::new(0);

fn set() {
    LEFT.store(1, SeqCst);
    RIGHT.store(-1, SeqCst);
}

fn check() {
    let pair = (LEFT.load(SeqCst), RIGHT.load(SeqCst));
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
