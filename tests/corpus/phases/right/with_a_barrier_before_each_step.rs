//! Waits at the barrier before each step and not after it: before step 1 all have done step 0.
//!
//! Finding: joined

use std::{
    sync::{Arc, Barrier},
    thread,
};

use common::{Worker, start};

fn main() {
    start();
    let barrier = Arc::new(Barrier::new(3));
    let handles = ["sort data", "parse files", "generate output"].map(|task| {
        let barrier = Arc::clone(&barrier);
        thread::spawn(move || {
            let mut worker = Worker::new(task);
            for _ in 0..3 {
                barrier.wait();
                worker.step();
            }
        })
    });
    for handle in handles {
        handle.join().expect("the worker does not panic");
    }
}
