//! Four threads count under one lock. No thread loads the counter between the load and the store
//! of another.
//!
//! Source: SCTBench, concurrent-software-benchmarks/wronglock_3_bad
//! Kind: lost update

use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::thread;

static COUNT: AtomicU32 = AtomicU32::new(0);
static COUNT_LOCK: Mutex<()> = Mutex::new(());

fn add_one(lock: &Mutex<()>) {
    let _guard = lock.lock().unwrap();
    let count = COUNT.load(Relaxed);
    COUNT.store(count + 1, Relaxed);
}

fn main() {
    thread::scope(|scope| {
        scope.spawn(|| add_one(&COUNT_LOCK));
        for _ in 0..3 {
            scope.spawn(|| add_one(&COUNT_LOCK));
        }
    });
    assert_eq!(COUNT.load(Relaxed), 4);
    println!("counted 4");
}
