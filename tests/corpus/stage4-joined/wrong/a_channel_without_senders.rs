//! Waits until all senders are gone, but has given none to the threads.
//!
//! Finding: no-wait

use std::{sync::mpsc, thread};

use common::{start, worker};

fn main() {
    start();
    let (sender, receiver) = mpsc::channel::<()>();
    for task in ["sort data", "parse files", "generate output"] {
        thread::spawn(move || worker(task));
    }
    drop(sender);
    for () in receiver {}
}
