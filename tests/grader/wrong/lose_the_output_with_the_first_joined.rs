//! Waits for the first worker before it starts the others and leaves.
//!
//! Finding: serial
//! Graded as: lose_the_output

use std::thread;

use common::{start, worker};

fn main() {
    start();
    thread::spawn(|| worker("fetch pages")).join().unwrap();
    thread::spawn(|| worker("index words"));
    thread::spawn(|| worker("rank pages"));
}
