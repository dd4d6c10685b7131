//! Two threads flush a queue. Each checks and pops in one critical section.
//!
//! Source: GoBench GoKer, kubernetes#88331
//! Kind: atomicity violation

use parking_lot::RwLock;
use std::thread;

static QUEUE: RwLock<Vec<&str>> = RwLock::new(Vec::new());

fn flush() {
    loop {
        let mut queue = QUEUE.write();
        if queue.is_empty() {
            return;
        }
        queue.pop().expect("the queue has an entry");
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
