//! What changed: each call is on a thread of its own. Main returns before any worker has printed a
//! line. Then the process ends, and all its threads end with it.
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
