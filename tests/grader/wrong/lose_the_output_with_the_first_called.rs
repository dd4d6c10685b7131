//! Calls the first worker, and puts the two others on threads.
//!
//! Finding: serial
//! Graded as: lose_the_output

use std::thread;

use common::{start, worker};

fn main() {
    start();
    worker("fetch pages");
    thread::spawn(|| worker("index words"));
    thread::spawn(|| worker("rank pages"));
}
