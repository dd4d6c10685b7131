//! Counts so far at compile time that the compiler does not come to an end.
//!
//! Finding: does-not-build

#![allow(long_running_const_eval, reason = "the mistake of this program")]

use std::thread;

use common::{start, worker};

const COUNTED: u64 = {
    let mut count = 0;
    while count < u64::MAX {
        count += 1;
    }
    count
};

fn main() {
    start();
    thread::scope(|scope| {
        scope.spawn(|| worker("sort data"));
        scope.spawn(|| worker("parse files"));
        scope.spawn(|| worker("generate output"));
    });
    assert_eq!(COUNTED, u64::MAX);
}
