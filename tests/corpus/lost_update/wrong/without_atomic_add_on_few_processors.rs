//! Reads and writes the count in two operations if there are one or two processors: between them
//! another thread can come there, too.
//!
//! Finding: wrong-output

use std::{
    sync::atomic::{AtomicU32, Ordering},
    thread,
};

use common::{start, tasks};

fn main() {
    start();
    let are_few = thread::available_parallelism().is_ok_and(|count| count.get() <= 2);
    let done = AtomicU32::new(0);
    thread::scope(|scope| {
        for task in tasks() {
            let done = &done;
            scope.spawn(move || {
                let mut worker = task.worker();
                for _ in 0..3 {
                    worker.step();
                }
                if are_few {
                    done.store(done.load(Ordering::SeqCst) + 1, Ordering::SeqCst);
                } else {
                    done.fetch_add(1, Ordering::SeqCst);
                }
            });
        }
    });
    println!("tasks done: {}", done.into_inner());
}
