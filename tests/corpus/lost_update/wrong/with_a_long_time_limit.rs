//! Waits five seconds for the lock, and then goes on without it.
//!
//! Finding: wrong-output

use std::{thread, time::Duration};

use common::{Counter, start, tasks};
use parking_lot::Mutex;

fn main() {
    start();
    let (done, lock) = (Counter::new(), Mutex::new(()));
    thread::scope(|s| {
        for task in tasks() {
            let (done, lock) = (&done, &lock);
            s.spawn(move || {
                let mut w = task.worker();
                w.step();
                let _guard = lock.try_lock_for(Duration::from_secs(5));
                let n = done.load(&mut w);
                done.store(&mut w, n + 1);
            });
        }
    });
    println!("tasks done: {}", done.into_inner());
}
