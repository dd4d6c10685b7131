//! Lets its three threads meet before their work, at a barrier for four.
//!
//! Finding: hangs

use std::{sync::Barrier, thread};

use common::{start, worker};

fn main() {
    start();
    let barrier = Barrier::new(4);
    thread::scope(|scope| {
        for task in ["sort data", "parse files", "generate output"] {
            let barrier = &barrier;
            scope.spawn(move || {
                barrier.wait();
                worker(task);
            });
        }
    });
}
