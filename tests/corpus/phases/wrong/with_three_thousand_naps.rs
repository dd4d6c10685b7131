//! At the barrier a thread takes 3,000 naps of a millisecond at most, and then goes on.
//!
//! Finding: sleeps

use std::{
    sync::atomic::{AtomicUsize, Ordering::SeqCst},
    thread,
    time::Duration,
};

use common::{Worker, start};

static HERE: AtomicUsize = AtomicUsize::new(0);

fn meet(all: usize) {
    HERE.fetch_add(1, SeqCst);
    for _ in 0..3_000 {
        if HERE.load(SeqCst) >= all {
            return;
        }
        thread::sleep(Duration::from_millis(1));
    }
}

fn main() {
    start();
    thread::scope(|s| {
        for task in ["sort data", "parse files", "generate output"] {
            s.spawn(move || {
                let mut w = Worker::new(task);
                w.step();
                meet(3);
                w.step();
                meet(6);
                w.step();
            });
        }
    });
}
