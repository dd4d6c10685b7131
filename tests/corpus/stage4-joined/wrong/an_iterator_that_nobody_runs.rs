//! Describes the threads by an iterator, which is lazy, and never runs it.
//!
//! Finding: wrong-output

#![allow(unused_must_use, reason = "the mistake of this program")]

use std::thread;

use common::{start, worker};

fn main() {
    start();
    ["sort data", "parse files", "generate output"]
        .into_iter()
        .map(|task| thread::spawn(move || worker(task)));
}
