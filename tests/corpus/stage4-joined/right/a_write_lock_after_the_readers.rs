//! Waits for a lock to write, while the threads hold it to read. The barrier sees to it that they
//! have it before main asks.
//!
//! Finding: joined

use std::{
    sync::{Arc, Barrier},
    thread,
};

use common::{start, worker};
use parking_lot::RwLock;

fn main() {
    start();
    let shared = Arc::new((RwLock::new(()), Barrier::new(4)));
    for task in ["sort data", "parse files", "generate output"] {
        let shared = Arc::clone(&shared);
        thread::spawn(move || {
            let (lock, all_have_it) = &*shared;
            let _reading = lock.read();
            all_have_it.wait();
            worker(task);
        });
    }
    let (lock, all_have_it) = &*shared;
    all_have_it.wait();
    drop(lock.write());
}
