//! Main waits until each worker has left a file. It removes those of an earlier run first.
//!
//! Finding: joined

use std::{fs, path::Path, thread, time::Duration};

use common::{start, worker};

fn main() {
    let tasks = ["sort data", "parse files", "generate output"];
    for task in tasks {
        // There is none in the first run.
        let _ = fs::remove_file(task);
    }
    start();
    for task in tasks {
        thread::spawn(move || {
            worker(task);
            fs::write(task, "done").expect("there is room");
        });
    }
    while !tasks.iter().all(|task| Path::new(task).exists()) {
        thread::sleep(Duration::from_millis(30));
    }
}
