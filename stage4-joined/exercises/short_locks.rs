//! Three threads that take tasks from a list until it is empty. A lock keeps two of them from taking the
//! same one.
//!
//! But only the list should be locked. Run it with `cargo workshop run short_locks`: do the workers wait
//! for each other? (The list is taken from its end, so `sort data` comes first.)
//!
//! Finding: serial

use std::thread;

use common::{start, worker};
use parking_lot::Mutex;

fn main() {
    start();
    let tasks = Mutex::new(vec!["generate output", "parse files", "sort data"]);
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                // TODO: until when is the lock held that this line takes?
                while let Some(task) = tasks.lock().pop() {
                    worker(task);
                }
            });
        }
    });
    println!("{} tasks left", tasks.into_inner().len());
}
