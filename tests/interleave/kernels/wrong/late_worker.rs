//! A stopper waits until no worker is counted and then closes the store. A worker counts itself
//! only when it runs, so the stopper can miss it.
//!
//! Source: GoBench GoKer, cockroach#4407
//! Kind: missed join
//! Ends: panic

use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::{Condvar, Mutex};
use std::thread;

static WORKERS: Mutex<u32> = Mutex::new(0);
static WORKER_ENDED: Condvar = Condvar::new();
static CLOSED: AtomicBool = AtomicBool::new(false);

fn work() {
    assert!(!CLOSED.load(SeqCst), "a worker uses a closed store");
    *WORKERS.lock().unwrap() -= 1;
    WORKER_ENDED.notify_one();
}

fn stop() {
    let mut workers = WORKERS.lock().unwrap();
    while *workers > 0 {
        workers = WORKER_ENDED.wait(workers).unwrap();
    }
    CLOSED.store(true, SeqCst);
}

fn main() {
    thread::scope(|scope| {
        scope.spawn(|| {
            *WORKERS.lock().unwrap() += 1;
            work();
        });
        stop();
    });
    println!("closed");
}
