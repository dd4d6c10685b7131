//! The turn is an atomic, and is passed on without the lock. If that happens between the look and
//! the wait of the next thread, nothing wakes that thread.
//!
//! Finding: hangs

use std::{
    sync::{
        Condvar, Mutex,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
    thread,
};

use common::{start, worker};

fn main() {
    start();
    let (turn, lock, passed_on) = (AtomicUsize::new(0), Mutex::new(()), Condvar::new());
    thread::scope(|scope| {
        for (number, task) in ["sort data", "parse files", "generate output"]
            .into_iter()
            .enumerate()
        {
            let (turn, lock, passed_on) = (&turn, &lock, &passed_on);
            scope.spawn(move || {
                let locked = lock.lock().unwrap();
                drop(passed_on.wait_while(locked, |_| turn.load(SeqCst) != number));
                worker(task);
                turn.fetch_add(1, SeqCst);
                passed_on.notify_all();
            });
        }
    });
    println!("All done");
}
