//! Spawns the threads in a scope, which waits for all of them without being told.
//!
//! Finding: joined

use std::thread;

use common::{start, worker};

fn main() {
    start();
    thread::scope(|scope| {
        scope.spawn(|| worker("fetch pages"));
        scope.spawn(|| worker("index words"));
        scope.spawn(|| worker("rank pages"));
    });
}
