//! What changed: each call is on a thread of its own. Main is at its end before any of them has printed
//! a line, and its end is the end of the process, and of all threads in it.
//!
//! Finding: no-wait

use std::thread;

use common::{start, worker};

fn main() {
    start();
    thread::spawn(|| worker("fetch pages"));
    thread::spawn(|| worker("index words"));
    thread::spawn(|| worker("rank pages"));
}
