//! Joins a fourth thread too, which computes without end and never stops to look at anything.
//!
//! Finding: hangs

use std::{hint, thread};

use common::{start, worker};

fn main() {
    start();
    thread::scope(|scope| {
        for task in ["sort data", "parse files", "generate output"] {
            scope.spawn(move || worker(task));
        }
        scope.spawn(|| {
            let mut sum = 0_u64;
            loop {
                sum = hint::black_box(sum.wrapping_mul(3).wrapping_add(1));
            }
        });
    });
}
