//! Waits by a scope for threads that meet at a barrier before their work, so that all begin at
//! once.
//!
//! Finding: joined

use std::{sync::Barrier, thread};

use common::{start, worker};

fn main() {
    start();
    let line = Barrier::new(3);
    thread::scope(|scope| {
        for task in ["sort data", "parse files", "generate output"] {
            let line = &line;
            scope.spawn(move || {
                line.wait();
                worker(task);
            });
        }
    });
}
