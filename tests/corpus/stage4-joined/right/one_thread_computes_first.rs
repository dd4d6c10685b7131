//! One thread computes for half a second before its work. The others need not wait for it.
//!
//! Finding: joined

use std::{hint::black_box, thread};

use common::{start, worker};

fn main() {
    start();
    thread::scope(|scope| {
        scope.spawn(|| {
            let sum = (0..20_000_000_u64).fold(0, |sum, number| black_box(sum ^ number));
            assert_eq!(sum, 0);
            worker("sort data");
        });
        scope.spawn(|| worker("parse files"));
        scope.spawn(|| worker("generate output"));
    });
}
