//! A stopper waits until no worker is counted and then closes the store. The worker is counted
//! before its thread starts, so the stopper waits for it.
//!
//! Source: GoBench GoKer, cockroach#4407
//! Kind: missed join

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
        *WORKERS.lock().unwrap() += 1;
        scope.spawn(work);
        stop();
    });
    println!("closed");
}
