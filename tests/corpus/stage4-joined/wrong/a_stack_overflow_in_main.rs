//! Calls itself without end in main, when all threads are done.
//!
//! Finding: crashes

use std::{hint::black_box, thread};

use common::{start, worker};

#[allow(unconditional_recursion, reason = "the mistake of this program")]
fn depth_below(depth: u64) -> u64 {
    1 + black_box(depth_below(black_box(depth + 1)))
}

fn main() {
    start();
    thread::scope(|scope| {
        scope.spawn(|| worker("sort data"));
        scope.spawn(|| worker("parse files"));
        scope.spawn(|| worker("generate output"));
    });
    depth_below(0);
}
