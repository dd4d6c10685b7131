//! Waits by joins within a scope, which could do without them.
//!
//! Finding: joined

use std::thread;

use common::{start, worker};

fn main() {
    start();
    let joined = thread::scope(|scope| {
        ["sort data", "parse files", "generate output"]
            .map(|task| scope.spawn(move || worker(task)))
            .map(|handle| handle.join())
    });
    assert!(joined.iter().all(|result| result.is_ok()));
}
