//! A barrier of two atomic numbers: who is the last to come sets the count back first, and then
//! begins the next generation, for which the others look again and again.
//!
//! Finding: joined

use std::{
    sync::atomic::{AtomicUsize, Ordering::SeqCst},
    thread,
};

use common::{Worker, start};

static HERE: AtomicUsize = AtomicUsize::new(0);
static GENERATION: AtomicUsize = AtomicUsize::new(0);

fn main() {
    start();
    thread::scope(|scope| {
        for task in ["sort data", "parse files", "generate output"] {
            scope.spawn(move || {
                let mut worker = Worker::new(task);
                for _ in 0..3 {
                    worker.step();
                    meet();
                }
            });
        }
    });
}

/// Returns when all three are here.
fn meet() {
    let mine = GENERATION.load(SeqCst);
    if HERE.fetch_add(1, SeqCst) == 2 {
        HERE.store(0, SeqCst);
        GENERATION.fetch_add(1, SeqCst);
    }
    while GENERATION.load(SeqCst) == mine {
        thread::yield_now();
    }
}
