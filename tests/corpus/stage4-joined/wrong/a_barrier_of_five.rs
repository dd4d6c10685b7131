//! Meets its three threads at a barrier for five, where main is only the fourth.
//!
//! Finding: hangs

use std::{sync::Barrier, thread};

use common::{start, worker};

fn main() {
    start();
    let barrier = Barrier::new(5);
    thread::scope(|scope| {
        for task in ["sort data", "parse files", "generate output"] {
            let barrier = &barrier;
            scope.spawn(move || {
                worker(task);
                barrier.wait();
            });
        }
        barrier.wait();
    });
}
