//! Puts all three calls on one thread, where they would take turns if anybody waited.
//!
//! Finding: serial
//! On: linux

use std::thread;

use common::{start, worker};

fn main() {
    start();
    thread::spawn(|| {
        worker("fetch pages");
        worker("index words");
        worker("rank pages");
    });
}
