//! Waits at a barrier for four: the three threads, when their workers are done, and main.
//!
//! Finding: joined

use std::{
    sync::{Arc, Barrier},
    thread,
};

use common::{start, worker};

fn main() {
    start();
    let barrier = Arc::new(Barrier::new(4));
    for task in ["sort data", "parse files", "generate output"] {
        let barrier = Arc::clone(&barrier);
        thread::spawn(move || {
            worker(task);
            barrier.wait();
        });
    }
    barrier.wait();
}
