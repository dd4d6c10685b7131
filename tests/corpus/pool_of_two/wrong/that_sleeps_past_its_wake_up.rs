//! The permits are an atomic number, which changes without the lock. A thread that finds none can
//! be notified before it has begun to wait, and then it sleeps on, though a permit is free.
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

const TASKS: [&str; 6] = [
    "sort data",
    "parse files",
    "generate output",
    "read mail",
    "send mail",
    "clean up",
];

static PERMITS: AtomicUsize = AtomicUsize::new(2);
static SLEEPERS: Mutex<()> = Mutex::new(());
static RETURNED: Condvar = Condvar::new();

fn main() {
    start();
    thread::scope(|scope| {
        for task in TASKS {
            scope.spawn(move || {
                while !is_taken() {
                    let asleep = SLEEPERS.lock().unwrap();
                    drop(RETURNED.wait(asleep).unwrap());
                }
                worker(task);
                PERMITS.fetch_add(1, SeqCst);
                RETURNED.notify_one();
            });
        }
    });
    println!("All done");
}

/// Takes a permit, and returns whether there was one.
fn is_taken() -> bool {
    let one_less = |left: usize| left.checked_sub(1);
    PERMITS.fetch_update(SeqCst, SeqCst, one_less).is_ok()
}
