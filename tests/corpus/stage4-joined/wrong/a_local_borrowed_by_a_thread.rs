//! Lends a local variable to threads that may outlive it, which the borrow checker refuses.
//!
//! Finding: does-not-build

use std::thread;

use common::{start, worker};

fn main() {
    start();
    let task = String::from("generate output");
    let handles = [
        thread::spawn(|| worker("sort data")),
        thread::spawn(|| worker("parse files")),
        thread::spawn(|| worker(&task)),
    ];
    for handle in handles {
        handle.join().unwrap();
    }
}
