//! A writer updates a value and then a second value that depends on it, each under its own lock.
//! A reader between the two critical sections sees the new first value and the old second one.
//!
//! Source: SCTBench, concurrent-software-benchmarks/twostage_bad
//! Kind: atomicity violation
//! Ends: panic

use std::sync::Mutex;
use std::thread;

static FIRST: Mutex<u32> = Mutex::new(0);
static SECOND: Mutex<u32> = Mutex::new(0);

fn write() {
    let mut first = FIRST.lock().unwrap();
    *first = 1;
    let next = *first + 1;
    drop(first);
    *SECOND.lock().unwrap() = next;
}

fn read() {
    let first = *FIRST.lock().unwrap();
    if first == 0 {
        return;
    }
    let second = *SECOND.lock().unwrap();
    assert_eq!(second, first + 1, "the second stage is missing");
}

fn main() {
    thread::scope(|scope| {
        scope.spawn(write);
        scope.spawn(read);
    });
    println!("consistent");
}
