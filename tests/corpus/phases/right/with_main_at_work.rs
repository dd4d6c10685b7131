//! Lets main itself do the work of the third, and waits only between two steps.
//!
//! Finding: joined

use std::{sync::Barrier, thread};

use common::{Worker, start};

fn main() {
    start();
    let barrier = &Barrier::new(3);
    let work = |task| {
        let mut worker = Worker::new(task);
        worker.step();
        for _ in 1..3 {
            barrier.wait();
            worker.step();
        }
    };
    thread::scope(|scope| {
        scope.spawn(|| work("sort data"));
        scope.spawn(|| work("parse files"));
        work("generate output");
    });
}
