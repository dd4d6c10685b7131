//! Waits for three cells, each of which a thread sets when its worker is done.
//!
//! Finding: joined

use std::{sync::OnceLock, thread};

use common::{start, worker};

static DONE: [OnceLock<()>; 3] = [const { OnceLock::new() }; 3];

fn main() {
    start();
    let tasks = ["sort data", "parse files", "generate output"];
    for (task, done) in tasks.into_iter().zip(&DONE) {
        thread::spawn(move || {
            worker(task);
            done.set(()).unwrap();
        });
    }
    for done in &DONE {
        done.wait();
    }
}
