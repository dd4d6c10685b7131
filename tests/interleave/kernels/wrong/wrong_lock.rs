//! Four threads count under a lock, but not all under the same one. The two locks do not exclude
//! each other, so an update can be lost.
//!
//! Source: SCTBench, concurrent-software-benchmarks/wronglock_3_bad
//! Kind: lost update
//! Ends: panic

use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::thread;

static COUNT: AtomicU32 = AtomicU32::new(0);
static COUNT_LOCK: Mutex<()> = Mutex::new(());
static OTHER_LOCK: Mutex<()> = Mutex::new(());

fn add_one(lock: &Mutex<()>) {
    let _guard = lock.lock().unwrap();
    let count = COUNT.load(Relaxed);
    COUNT.store(count + 1, Relaxed);
}

fn main() {
    thread::scope(|scope| {
        scope.spawn(|| add_one(&COUNT_LOCK));
        for _ in 0..3 {
            scope.spawn(|| add_one(&OTHER_LOCK));
        }
    });
    assert_eq!(COUNT.load(Relaxed), 4);
    println!("counted 4");
}
