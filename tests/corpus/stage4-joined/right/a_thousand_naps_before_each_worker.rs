//! Before its worker, each thread takes a thousand naps of ten microseconds.
//!
//! Finding: joined

use std::{thread, time::Duration};

use common::{start, worker};

fn main() {
    start();
    thread::scope(|scope| {
        for task in ["sort data", "parse files", "generate output"] {
            scope.spawn(move || {
                for _ in 0..1_000 {
                    thread::sleep(Duration::from_micros(10));
                }
                worker(task);
            });
        }
    });
}
