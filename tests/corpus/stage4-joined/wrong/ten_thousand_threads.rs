//! Starts ten thousand threads, each with a worker of its own.
//!
//! Finding: too-many-at-once

use std::thread::Builder;

use common::{start, worker};

fn main() {
    start();
    let mut handles = Vec::new();
    for number in 0..10_000 {
        let thread = Builder::new().stack_size(64 * 1024);
        // Where the system has no room for one more, there are enough.
        handles.extend(thread.spawn(move || worker(&format!("sort file {number}"))));
    }
    for handle in handles {
        handle.join().unwrap();
    }
}
