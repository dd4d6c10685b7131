//! Reads the count under a lock, and writes it under another one, so that an arrival can be lost.
//! Then all threads look at the count for ever, each time under the lock.
//!
//! Finding: hangs

use std::{sync::RwLock, thread};

use common::{Worker, start};

fn main() {
    start();
    let arrived = RwLock::new([0; 3]);
    thread::scope(|scope| {
        for task in ["sort data", "parse files", "generate output"] {
            let arrived = &arrived;
            scope.spawn(move || {
                let mut worker = Worker::new(task);
                for step in 0..3 {
                    worker.step();
                    let before = arrived.read().unwrap()[step];
                    arrived.write().unwrap()[step] = before + 1;
                    while arrived.read().unwrap()[step] < 3 {
                        thread::yield_now();
                    }
                }
            });
        }
    });
}
