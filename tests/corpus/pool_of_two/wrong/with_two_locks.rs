//! Has two locks and binds each task to one of them, also when the other one is free.
//!
//! Finding: partly-serial

use std::{sync::Mutex, thread};

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
    let places = &[Mutex::new(()), Mutex::new(())];
    thread::scope(|scope| {
        for (number, task) in TASKS.into_iter().enumerate() {
            scope.spawn(move || {
                let _place = places[number % 2].lock().unwrap();
                worker(task);
            });
        }
    });
    println!("All done");
}
