//! A service looks at a flag and then waits. The flag is set without the lock, so both the store
//! and the notification can come between the look and the wait.
//!
//! Source: GoBench GoKer, kubernetes#11298
//! Kind: lost wake-up
//! Ends: deadlock

use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::{Condvar, Mutex};
use std::thread;

static LOCK: Mutex<()> = Mutex::new(());
static CHANGED: Condvar = Condvar::new();
static ABORTED: AtomicBool = AtomicBool::new(false);

fn serve() {
    let mut guard = LOCK.lock().unwrap();
    while !ABORTED.load(SeqCst) {
        println!("waiting");
        guard = CHANGED.wait(guard).unwrap();
    }
}

fn abort() {
    ABORTED.store(true, SeqCst);
    CHANGED.notify_one();
}

fn main() {
    thread::scope(|scope| {
        scope.spawn(serve);
        abort();
    });
    println!("aborted");
}
