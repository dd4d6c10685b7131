//! Three threads that take tasks from a list until it is empty. A lock keeps two of them from taking the
//! same one.
//!
//! But only the list should be locked. Run it with `cargo workshop run short_locks`: do the workers wait
//! for each other?
//! (`TASKS="a, b, c, d, e" cargo workshop run short_locks` gives it five tasks. So does the check.)
//!
//! Finding: serial

use std::thread;

use common::{start, tasks};
use parking_lot::Mutex;

fn main() {
    start();
    let list = Mutex::new(tasks().into_iter());
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                // TODO: until when is the lock held that this line takes?
                while let Some(task) = list.lock().next() {
                    task.run();
                }
            });
        }
    });
    println!("{} tasks left", list.into_inner().len());
}
