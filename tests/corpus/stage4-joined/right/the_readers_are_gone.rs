//! Waits until it can write, which is when the threads have given back the lock that they hold to
//! read. Each has it before main asks, for main hears of it.
//!
//! Finding: joined

use std::{
    sync::{Arc, mpsc},
    thread,
};

use common::{start, worker};
use parking_lot::RwLock;

fn main() {
    start();
    let work = Arc::new(RwLock::new(()));
    let (sender, begun) = mpsc::channel();
    for task in ["sort data", "parse files", "generate output"] {
        let (work, sender) = (Arc::clone(&work), sender.clone());
        thread::spawn(move || {
            let _at_work = work.read_recursive();
            sender.send(()).expect("main listens");
            worker(task);
        });
    }
    for () in begun.iter().take(3) {}
    drop(work.write());
}
