//! Waits by joins, beside a helper that looks every 50 ms whether it is to stop, and is joined as well.
//!
//! Finding: joined

use std::{
    sync::mpsc::{self, RecvTimeoutError},
    thread,
    time::Duration,
};

use common::{start, worker};

fn main() {
    start();
    let (stop, stopped) = mpsc::channel::<()>();
    let helper = thread::spawn(move || {
        let tick = Duration::from_millis(50);
        while stopped.recv_timeout(tick) == Err(RecvTimeoutError::Timeout) {}
    });
    let tasks = ["sort data", "parse files", "generate output"];
    let handles = tasks.map(|task| thread::spawn(move || worker(task)));
    for handle in handles {
        handle.join().unwrap();
    }
    drop(stop);
    helper.join().unwrap();
}
