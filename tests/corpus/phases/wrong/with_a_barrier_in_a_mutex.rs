//! Puts the barrier into a mutex, as one does with shared state. The first thread waits at the
//! barrier and holds the lock, so no other thread reaches the barrier.
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
