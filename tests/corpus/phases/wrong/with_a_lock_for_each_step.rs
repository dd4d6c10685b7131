//! Takes a lock for each step: one at a time, and nobody waits for all.
//!
//! Finding: serial

use std::{sync::Mutex, thread};

use common::{Worker, start};

fn main() {
    start();
    let turn = &Mutex::new(());
    thread::scope(|scope| {
        for task in ["sort data", "parse files", "generate output"] {
            scope.spawn(move || {
                let mut worker = Worker::new(task);
                for _ in 0..3 {
                    let _turn = turn.lock().expect("nobody panics");
                    worker.step();
                }
            });
        }
    });
}
