//! Starts a thread only when main has one of two permits for it, which the thread sends back in the
//! end.
//!
//! Finding: joined

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
    let (give_back, permits) = mpsc::channel();
    for _ in 0..2 {
        give_back.send(()).unwrap();
    }
    thread::scope(|scope| {
        for task in TASKS {
            permits.recv().unwrap();
            let give_back = give_back.clone();
            scope.spawn(move || {
                worker(task);
                give_back.send(()).unwrap();
            });
        }
    });
    println!("All done");
}
