//! Puts the barrier into a mutex, as one does with what is changed: whoever waits at it holds the lock,
//! and nobody else gets there.
//!
//! Finding: hangs

use std::{
    sync::{Arc, Barrier, Mutex},
    thread,
};

use common::{Worker, start};

fn main() {
    start();
    let barrier = Arc::new(Mutex::new(Barrier::new(3)));
    let handles = ["sort data", "parse files", "generate output"].map(|task| {
        let barrier = Arc::clone(&barrier);
        thread::spawn(move || {
            let mut worker = Worker::new(task);
            for _ in 0..3 {
                worker.step();
                barrier.lock().unwrap().wait();
            }
        })
    });
    for handle in handles {
        handle.join().expect("the worker does not panic");
    }
}
