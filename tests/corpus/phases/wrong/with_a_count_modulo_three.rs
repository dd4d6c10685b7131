//! Each worker waits until the number of arrivals is a multiple of three. The next arrival of a
//! worker that goes on at once can come before the others look. Then they never see it.
//!
//! Finding: hangs

use std::{
    hint,
    sync::atomic::{AtomicUsize, Ordering::SeqCst},
    thread,
};

use common::{Worker, start};

fn main() {
    start();
    let arrived = AtomicUsize::new(0);
    thread::scope(|scope| {
        for task in ["sort data", "parse files", "generate output"] {
            let arrived = &arrived;
            scope.spawn(move || {
                let mut worker = Worker::new(task);
                for _ in 0..3 {
                    worker.step();
                    arrived.fetch_add(1, SeqCst);
                    while arrived.load(SeqCst) % 3 != 0 {
                        hint::spin_loop();
                    }
                }
            });
        }
    });
}
