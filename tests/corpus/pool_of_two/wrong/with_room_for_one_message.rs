//! A worker that finds the channel full throws its message away. If two workers finish before main
//! looks, only one works at a time from then on.
//!
//! Finding: partly-serial

use std::{sync::mpsc, thread};

use common::{start, worker};

const TASKS: [&str; 6] = [
    "sort data",
    "parse files",
    "generate output",
    "read mail",
    "send mail",
    "clean up",
];

fn main() {
    start();
    let (done, finished) = mpsc::sync_channel(1);
    let mut active = 0;
    thread::scope(|scope| {
        for task in TASKS {
            if active == 2 {
                finished.recv().expect("a worker is at work");
                active -= 1;
            }
            active += 1;
            let done = done.clone();
            scope.spawn(move || {
                worker(task);
                let _ = done.try_send(());
            });
        }
    });
    println!("All done");
}
