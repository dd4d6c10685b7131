//! Asks the handles again and again whether their threads have finished, until a deadline in a
//! year. Then it says that all is done.
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
    let deadline = Instant::now() + Duration::from_secs(365 * 24 * 60 * 60);
    let is_running = || handles.iter().any(|handle| !handle.is_finished());
    while is_running() && Instant::now() < deadline {
        thread::sleep(Duration::from_millis(10));
    }
    println!("All done");
}
