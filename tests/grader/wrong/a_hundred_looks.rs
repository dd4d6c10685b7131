//! Looks at its threads a hundred times at most, with a short nap after each look.
//!
//! Finding: sleeps

use std::{thread, time::Duration};

use common::{start, worker};

fn main() {
    start();
    let tasks = ["sort data", "parse files", "generate output"];
    let handles = tasks.map(|task| thread::spawn(move || worker(task)));
    for _ in 0..100 {
        if handles.iter().all(|handle| handle.is_finished()) {
            return;
        }
        thread::sleep(Duration::from_millis(5));
    }
}
