//! Starts two threads in the scope and the third outside, so that the scope does not wait for it.
//!
//! Finding: forgets-some

use std::thread;

use common::{start, worker};

fn main() {
    start();
    thread::scope(|scope| {
        scope.spawn(|| worker("sort data"));
        scope.spawn(|| worker("parse files"));
        thread::spawn(|| worker("generate output"));
    });
}
