//! Leaves its workers alone in three threads, where the exercise is to let them take turns.
//!
//! Finding: no-wait

use std::thread;

use common::{start, worker};

fn main() {
    start();
    thread::spawn(|| worker("sort data"));
    thread::spawn(|| worker("parse files"));
    thread::spawn(|| worker("generate output"));
}
