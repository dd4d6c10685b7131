//! Gives each thread a closure that returns a closure. No thread calls the inner one.
//!
//! Finding: wrong-output

use std::thread;

use common::{start, worker};

fn main() {
    start();
    let fetch = || || worker("fetch pages");
    let index = || || worker("index words");
    let rank = || || worker("rank pages");
    thread::spawn(fetch);
    thread::spawn(index);
    thread::spawn(rank);
}
