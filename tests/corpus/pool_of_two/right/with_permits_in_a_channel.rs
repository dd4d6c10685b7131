//! The permits are two messages in a channel: a thread takes one out, and puts it back.
//!
//! Finding: joined

use std::{
    sync::{Mutex, mpsc},
    thread,
};

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
    let (put, take) = mpsc::channel();
    for _ in 0..2 {
        put.send(()).expect("there is room");
    }
    let take = &Mutex::new(take);
    thread::scope(|scope| {
        for task in TASKS {
            let put = put.clone();
            scope.spawn(move || {
                let permit = take.lock().expect("no thread panics").recv();
                worker(task);
                put.send(permit.expect("it comes back"))
                    .expect("there is room");
            });
        }
    });
    println!("All done");
}
