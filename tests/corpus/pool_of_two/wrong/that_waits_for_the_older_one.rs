//! Joins the older of two threads before it starts another, also if the younger one is done before.
//!
//! Finding: partly-serial

use std::{collections::VecDeque, thread};

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
    let mut running = VecDeque::new();
    for task in TASKS {
        if running.len() == 2 {
            join(running.pop_front().expect("there are two"));
        }
        running.push_back(thread::spawn(move || worker(task)));
    }
    running.into_iter().for_each(join);
    println!("All done");
}

fn join(handle: thread::JoinHandle<()>) {
    handle.join().expect("the worker does not panic");
}
