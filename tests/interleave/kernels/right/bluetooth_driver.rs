//! A driver counts the requests in progress, so that a stop can wait for them. A request is
//! counted first and checks for the stop afterwards, so the driver cannot stop in between.
//!
//! Source: SCTBench, concurrent-software-benchmarks/bluetooth_driver_bad
//! Kind: atomicity violation

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering::SeqCst};
use std::thread;

static STOPPING: AtomicBool = AtomicBool::new(false);
static STOPPED: AtomicBool = AtomicBool::new(false);
// The driver itself counts as one.
static PENDING: AtomicU32 = AtomicU32::new(1);

fn leave() {
    if PENDING.fetch_sub(1, SeqCst) == 1 {
        STOPPED.store(true, SeqCst);
    }
}

fn request() {
    PENDING.fetch_add(1, SeqCst);
    if !STOPPING.load(SeqCst) {
        assert!(!STOPPED.load(SeqCst), "a request runs in a stopped driver");
    }
    leave();
}

fn stop() {
    STOPPING.store(true, SeqCst);
    leave();
}

fn main() {
    thread::scope(|scope| {
        scope.spawn(request);
        scope.spawn(stop);
    });
    println!("stopped: {}", STOPPED.load(SeqCst));
}
