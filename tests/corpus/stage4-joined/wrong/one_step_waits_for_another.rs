//! One step waits for a step in the middle of another worker, which it does not need.
//!
//! Finding: needless-wait

use std::{sync::mpsc, thread};

use common::{Worker, start, worker};

fn main() {
    start();
    let (tx, rx) = mpsc::channel();
    thread::scope(|scope| {
        scope.spawn(move || {
            let mut w = Worker::new("sort data");
            w.step();
            w.step();
            tx.send(()).unwrap();
            w.step();
        });
        scope.spawn(move || {
            let mut w = Worker::new("parse files");
            w.step();
            rx.recv().unwrap();
            w.step();
            w.step();
        });
        scope.spawn(|| worker("generate output"));
    });
}
