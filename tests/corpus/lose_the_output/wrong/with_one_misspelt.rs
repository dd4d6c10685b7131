//! Writes `index word` where the task is called `index words`.
//!
//! Finding: wrong-output

use std::thread;

use common::{start, worker};

fn main() {
    start();
    thread::spawn(|| worker("fetch pages"));
    thread::spawn(|| worker("index word"));
    thread::spawn(|| worker("rank pages"));
}
