//! Has new threads for each step: each takes a worker along, and its join hands it back for the
//! next one.
//!
//! Finding: joined

use std::thread;

use common::{Worker, start};

fn main() {
    start();
    let mut workers = ["sort data", "parse files", "generate output"].map(Worker::new);
    for _ in 0..3 {
        let handles = workers.map(|mut worker| {
            thread::spawn(move || {
                worker.step();
                worker
            })
        });
        workers = handles.map(|handle| handle.join().expect("the worker does not panic"));
    }
}
