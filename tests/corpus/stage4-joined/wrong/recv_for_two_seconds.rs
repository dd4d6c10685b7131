//! Waits for each worker's message, but gives up when none comes for two seconds.
//!
//! Finding: sleeps

use std::{sync::mpsc, thread, time::Duration};

use common::{start, worker};

fn main() {
    start();
    let (sender, receiver) = mpsc::channel();
    for task in ["sort data", "parse files", "generate output"] {
        let sender = sender.clone();
        thread::spawn(move || {
            worker(task);
            let _ = sender.send(task);
        });
    }
    for _ in 0..3 {
        if receiver.recv_timeout(Duration::from_secs(2)).is_err() {
            return;
        }
    }
}
