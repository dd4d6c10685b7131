//! Two threads flush a queue. Each checks its length and then pops, in two critical sections, so
//! both can pop the last entry.
//!
//! Source: GoBench GoKer, kubernetes#88331
//! Kind: atomicity violation
//! Ends: panic

use parking_lot::RwLock;
use std::thread;

static QUEUE: RwLock<Vec<&str>> = RwLock::new(Vec::new());

fn flush() {
    loop {
        if QUEUE.read().is_empty() {
            return;
        }
        QUEUE.write().pop().expect("the queue has an entry");
    }
}

fn main() {
    QUEUE.write().extend(["first", "second", "third"]);
    thread::scope(|scope| {
        scope.spawn(flush);
        scope.spawn(flush);
    });
    println!("{} left", QUEUE.read().len());
}
