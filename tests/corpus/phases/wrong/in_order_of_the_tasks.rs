//! Hands a turn from one worker to the next, so that they come in the order of the tasks.
//!
//! Finding: serial

use std::thread;

use common::{Worker, start};
use parking_lot::{Condvar, Mutex};

fn main() {
    start();
    let (turn, changed) = &(Mutex::new(0), Condvar::new());
    thread::scope(|scope| {
        for (number, task) in ["sort data", "parse files", "generate output"]
            .into_iter()
            .enumerate()
        {
            scope.spawn(move || {
                let mut worker = Worker::new(task);
                for step in 0..3 {
                    let mut turn = turn.lock();
                    changed.wait_while(&mut turn, |turn| *turn != 3 * step + number);
                    worker.step();
                    *turn += 1;
                    changed.notify_all();
                }
            });
        }
    });
}
