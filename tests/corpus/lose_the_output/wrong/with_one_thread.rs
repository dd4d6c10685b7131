//! Puts only the last call on a thread, so that main does the work of the other two and leaves
//! then.
//!
//! Finding: serial

use std::thread;

use common::{start, worker};

fn main() {
    start();
    worker("fetch pages");
    worker("index words");
    thread::spawn(|| worker("rank pages"));
}
