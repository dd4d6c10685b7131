//! Looks at its threads again and again, but for two and a half seconds at most.
//!
//! Finding: sleeps

use std::{
    thread,
    time::{Duration, Instant},
};

use common::{start, worker};

fn main() {
    start();
    let tasks = ["sort data", "parse files", "generate output"];
    let handles = tasks.map(|task| thread::spawn(move || worker(task)));
    let deadline = Instant::now() + Duration::from_millis(2500);
    while Instant::now() < deadline && !handles.iter().all(|handle| handle.is_finished()) {
        thread::sleep(Duration::from_millis(10));
    }
}
