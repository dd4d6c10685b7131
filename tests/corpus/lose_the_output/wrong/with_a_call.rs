//! Calls the workers and gives what they return to `spawn`, which wants something to call.
//!
//! Finding: does-not-build

use std::thread;

use common::{start, worker};

fn main() {
    start();
    thread::spawn(worker("fetch pages"));
    thread::spawn(worker("index words"));
    thread::spawn(worker("rank pages"));
}
