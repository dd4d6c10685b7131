//! Does one task beside the two others, where the exercise is to let all three take turns.
//!
//! Finding: too-many-at-once

use std::thread;

use common::{start, worker};

fn main() {
    start();
    let sort = thread::spawn(|| worker("sort data"));
    worker("parse files");
    worker("generate output");
    sort.join().unwrap();
}
