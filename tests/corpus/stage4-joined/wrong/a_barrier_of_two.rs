//! Meets its threads at a barrier for two: main and the first that comes.
//!
//! Finding: forgets-some

use std::{
    sync::{Arc, Barrier},
    thread,
};

use common::{start, worker};

fn main() {
    start();
    let barrier = Arc::new(Barrier::new(2));
    for task in ["sort data", "parse files", "generate output"] {
        let barrier = Arc::clone(&barrier);
        thread::spawn(move || {
            worker(task);
            barrier.wait();
        });
    }
    barrier.wait();
}
