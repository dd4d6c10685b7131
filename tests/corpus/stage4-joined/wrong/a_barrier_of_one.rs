//! Meets its threads at a barrier for one, which makes no thread wait.
//!
//! Finding: no-wait

use std::{
    sync::{Arc, Barrier},
    thread,
};

use common::{start, worker};

fn main() {
    start();
    let barrier = Arc::new(Barrier::new(1));
    for task in ["sort data", "parse files", "generate output"] {
        let barrier = Arc::clone(&barrier);
        thread::spawn(move || {
            worker(task);
            barrier.wait();
        });
    }
    barrier.wait();
}
