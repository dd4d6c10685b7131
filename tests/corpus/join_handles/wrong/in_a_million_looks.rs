//! Looks a million times whether the workers have finished, and then goes on. That takes less than a
//! tenth of a second.
//!
//! Finding: sleeps

use std::{hint, thread};

use common::{start, worker};

fn main() {
    start();
    let tasks = ["sort data", "parse files", "generate output"];
    let handles = tasks.map(|task| thread::spawn(move || worker(task)));
    for _ in 0..1_000_000 {
        if handles.iter().all(|handle| handle.is_finished()) {
            break;
        }
        hint::spin_loop();
    }
    println!("All done");
}
