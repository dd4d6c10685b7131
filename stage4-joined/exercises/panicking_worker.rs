//! Three workers, one of which cannot do its work. Whoever runs the program should hear of it.
//!
//! The other two should finish all the same. But the exit status should not be 0 then, and stderr should
//! name the task that failed, `parse files`. Run it with `cargo workshop run panicking_worker; echo $?`
//! (in PowerShell, `echo $LASTEXITCODE`).
//!
//! Finding: fails

use std::thread;

use common::{Worker, start};

fn main() {
    start();
    let tasks = ["sort data", "parse files", "generate output"];
    let handles = tasks.map(|task| thread::spawn(move || work(task)));
    for handle in handles {
        // TODO: what does `join` return if the thread has panicked?
        let _ = handle.join();
    }
}

/// Does the three steps of `task`. There is not enough room for the files.
fn work(task: &str) {
    let mut worker = Worker::new(task);
    worker.step();
    assert!(task != "parse files", "the disk is full");
    worker.step();
    worker.step();
}
