//! Asks the handles whether their threads have finished, and takes a nap between two looks; but
//! after ten thousand naps it goes on in any case.
//!
//! Finding: sleeps

use std::{thread, time::Duration};

use common::{start, worker};

fn main() {
    start();
    let mut handles = Vec::new();
    for task in ["sort data", "parse files", "generate output"] {
        handles.push(thread::spawn(move || worker(task)));
    }
    let mut looks = 0;
    while looks < 10_000 && !handles.iter().all(|handle| handle.is_finished()) {
        thread::sleep(Duration::from_millis(5));
        looks += 1;
    }
    println!("All done");
}
