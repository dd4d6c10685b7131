//! A writer updates a value and then a second value that depends on it. It holds the first lock
//! during both stages, so no reader sees the new first value before the second one is written.
//!
//! Source: SCTBench, concurrent-software-benchmarks/twostage_bad
//! Kind: atomicity violation

use std::sync::Mutex;
use std::thread;

static FIRST: Mutex<u32> = Mutex::new(0);
static SECOND: Mutex<u32> = Mutex::new(0);

fn write() {
    let mut first = FIRST.lock().unwrap();
    *first = 1;
    let next = *first + 1;
    *SECOND.lock().unwrap() = next;
    drop(first);
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
