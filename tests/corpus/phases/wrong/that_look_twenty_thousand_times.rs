//! Looks 20,000 times at most whether all three have done their steps, and then goes on.
//!
//! Finding: sleeps

use std::{
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

use common::{Worker, start};

fn main() {
    start();
    let done = &AtomicUsize::new(0);
    thread::scope(|scope| {
        for task in ["sort data", "parse files", "generate output"] {
            scope.spawn(move || {
                let mut worker = Worker::new(task);
                for step in 1..=3 {
                    worker.step();
                    done.fetch_add(1, Ordering::SeqCst);
                    for _ in 0..20_000 {
                        if done.load(Ordering::SeqCst) >= 3 * step {
                            break;
                        }
                        thread::yield_now();
                    }
                }
            });
        }
    });
}
