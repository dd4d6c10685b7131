//! Polls the handles, and panics if a thread has not finished after an hour: main never says that
//! all is done when it is not.
//!
//! Finding: joined

use std::{
    thread,
    time::{Duration, Instant},
};

use common::{start, worker};

fn main() {
    start();
    let deadline = Instant::now() + Duration::from_secs(60 * 60);
    let tasks = ["sort data", "parse files", "generate output"];
    let handles = tasks.map(|task| thread::spawn(move || worker(task)));
    while handles.iter().any(|handle| !handle.is_finished()) {
        assert!(Instant::now() < deadline, "not done after an hour");
        thread::sleep(Duration::from_millis(20));
    }
    println!("All done");
}
