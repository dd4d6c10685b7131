//! Before its worker, each thread looks at a setting twenty thousand times, and lets others go first
//! a thousand times.
//!
//! Finding: joined

use std::{
    sync::atomic::{AtomicU32, Ordering::SeqCst},
    thread,
};

use common::{start, worker};

fn main() {
    start();
    let limit = &AtomicU32::new(100);
    thread::scope(|scope| {
        for task in ["sort data", "parse files", "generate output"] {
            scope.spawn(move || {
                let below = (0..20_000).filter(|number| *number < limit.load(SeqCst));
                assert_eq!(below.count(), 100);
                for _ in 0..1_000 {
                    thread::yield_now();
                }
                worker(task);
            });
        }
    });
}
