//! Has a scope around one of the three threads, which waits for that one.
//!
//! Finding: forgets-some

use std::thread;

use common::{start, worker};

fn main() {
    start();
    thread::spawn(|| worker("fetch pages"));
    thread::spawn(|| worker("index words"));
    thread::scope(|scope| {
        scope.spawn(|| worker("rank pages"));
    });
}
