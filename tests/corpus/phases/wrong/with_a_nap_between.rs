//! Sleeps between two steps, in the hope that the others are done by then.
//!
//! Finding: too-early

use std::{thread, time::Duration};

use common::{Worker, start};

fn main() {
    start();
    thread::scope(|scope| {
        for task in ["sort data", "parse files", "generate output"] {
            scope.spawn(move || {
                let mut worker = Worker::new(task);
                for _ in 0..3 {
                    worker.step();
                    common::sleep(Duration::from_secs(1));
                }
            });
        }
    });
}
