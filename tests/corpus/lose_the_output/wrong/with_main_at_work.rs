//! Gives threads to two workers and does the work of the third in main, which stays for that one.
//!
//! Finding: forgets-some

use std::thread;

use common::{start, worker};

fn main() {
    start();
    thread::spawn(|| worker("fetch pages"));
    thread::spawn(|| worker("index words"));
    worker("rank pages");
}
