//! Has a wait group for each of two meetings: who waits at one gives up a clone, and goes on when
//! all have.
//!
//! Finding: joined

use std::thread;

use common::{Worker, start};
use crossbeam_utils::sync::WaitGroup;

fn main() {
    start();
    let meetings = [WaitGroup::new(), WaitGroup::new()];
    let handles = ["sort data", "parse files", "generate output"].map(|task| {
        let meetings = meetings.clone();
        thread::spawn(move || {
            let mut worker = Worker::new(task);
            for meeting in meetings {
                worker.step();
                meeting.wait();
            }
            worker.step();
        })
    });
    drop(meetings);
    for handle in handles {
        handle.join().expect("the worker does not panic");
    }
}
