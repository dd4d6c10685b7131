//! A service looks at a flag and then waits. The flag is set under the lock, so the notification
//! cannot come between the look and the wait.
//!
//! Source: GoBench GoKer, kubernetes#11298
//! Kind: lost wake-up

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
    let _guard = LOCK.lock().unwrap();
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
