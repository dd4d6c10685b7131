//! Counts the workers down and notifies main when none is left. Main looks at the count without the
//! lock and then waits: it can be notified between the two, and then it waits for ever.
//!
//! Finding: hangs

use std::{
    sync::{
        Condvar, Mutex,
        atomic::{AtomicU32, Ordering::SeqCst},
    },
    thread,
};

use common::{start, worker};

static LEFT: AtomicU32 = AtomicU32::new(3);
static ASLEEP: Mutex<()> = Mutex::new(());
static ALL_DONE: Condvar = Condvar::new();

fn main() {
    start();
    for task in ["sort data", "parse files", "generate output"] {
        thread::spawn(move || {
            worker(task);
            LEFT.fetch_sub(1, SeqCst);
            ALL_DONE.notify_one();
        });
    }
    while LEFT.load(SeqCst) > 0 {
        let asleep = ASLEEP.lock().unwrap();
        drop(ALL_DONE.wait(asleep).unwrap());
    }
    println!("All done");
}
