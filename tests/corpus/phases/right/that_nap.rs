//! Looks every millisecond whether all three have done their step.
//!
//! Finding: joined

use std::{
    sync::atomic::{AtomicU32, Ordering::SeqCst},
    thread,
    time::Duration,
};

use common::{Worker, start};

fn main() {
    start();
    let done = &AtomicU32::new(0);
    thread::scope(|scope| {
        for task in ["sort data", "parse files", "generate output"] {
            scope.spawn(move || {
                let mut worker = Worker::new(task);
                for round in 1..=3 {
                    worker.step();
                    done.fetch_add(1, SeqCst);
                    while done.load(SeqCst) < 3 * round {
                        thread::sleep(Duration::from_millis(1));
                    }
                }
            });
        }
    });
}
