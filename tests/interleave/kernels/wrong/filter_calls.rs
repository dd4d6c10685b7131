//! Two workers take nodes from a queue and count each call of a filter. The count is loaded and
//! stored in two steps.
//!
//! Source: GoBench GoKer, kubernetes#81091
//! Kind: lost update
//! Ends: panic

use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::thread;

static CALLS: AtomicU32 = AtomicU32::new(0);

fn filter(_node: u32) {
    let calls = CALLS.load(Relaxed);
    CALLS.store(calls + 1, Relaxed);
}

fn main() {
    let nodes = Mutex::new(0..3);
    let work = || {
        loop {
            let node = nodes.lock().unwrap().next();
            match node {
                Some(node) => filter(node),
                None => break,
            }
        }
    };
    thread::scope(|scope| {
        scope.spawn(work);
        scope.spawn(work);
    });
    assert_eq!(CALLS.load(Relaxed), 3);
    println!("3 calls");
}
