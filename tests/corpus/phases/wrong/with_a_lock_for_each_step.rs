//! Takes a lock for each step. So one worker steps at a time, and none waits for all the others.
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
                    let _turn = turn.lock().expect("no thread panics");
                    worker.step();
                }
            });
        }
    });
}
