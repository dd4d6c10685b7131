//! Beside the workers, a helper adds to a counter 300,000 times.
//!
//! Finding: joined

use std::{
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

use common::{start, worker};

fn main() {
    start();
    let ticks = &AtomicUsize::new(0);
    thread::scope(|scope| {
        scope.spawn(move || {
            for _ in 0..300_000 {
                ticks.fetch_add(1, Ordering::SeqCst);
            }
        });
        for task in ["sort data", "parse files", "generate output"] {
            scope.spawn(move || worker(task));
        }
    });
}
