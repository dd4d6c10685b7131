//! Ends the process in a thread when its worker is done, however far the others are.
//!
//! Finding: forgets-some

use std::{process, thread};

use common::{start, worker};

fn work_and_exit(task: &str) {
    worker(task);
    process::exit(0);
}

fn main() {
    start();
    thread::scope(|scope| {
        scope.spawn(|| work_and_exit("sort data"));
        scope.spawn(|| work_and_exit("parse files"));
        scope.spawn(|| work_and_exit("generate output"));
    });
}
