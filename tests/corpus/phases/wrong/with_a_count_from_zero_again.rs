//! The last worker to arrive sets the count to zero, and the others wait for that. They poll with a
//! sleep. The count can be one again when they look.
//!
//! Finding: hangs

use std::{
    sync::atomic::{AtomicUsize, Ordering::SeqCst},
    thread,
    time::Duration,
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
                    if arrived.fetch_add(1, SeqCst) == 2 {
                        arrived.store(0, SeqCst);
                    }
                    while arrived.load(SeqCst) != 0 {
                        thread::sleep(Duration::from_millis(1));
                    }
                }
            });
        }
    });
}
