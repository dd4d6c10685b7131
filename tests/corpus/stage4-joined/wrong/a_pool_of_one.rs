//! Leaves all three tasks to a single thread.
//!
//! Finding: serial

use std::{sync::mpsc, thread};

use common::{start, worker};

fn main() {
    start();
    let (sender, receiver) = mpsc::channel();
    let pool = thread::spawn(move || {
        for task in receiver {
            worker(task);
        }
    });
    for task in ["sort data", "parse files", "generate output"] {
        sender.send(task).unwrap();
    }
    drop(sender);
    pool.join().unwrap();
}
