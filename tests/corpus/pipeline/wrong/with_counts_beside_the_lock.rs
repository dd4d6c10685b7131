//! Each station counts its items in an atomic, and wakes the next station without the lock. If
//! that happens between a look and a wait, nothing ends the wait.
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

const ITEMS: [&str; 3] = ["a", "b", "c"];

static DONE: [AtomicUsize; 3] = [const { AtomicUsize::new(0) }; 3];
static LOCK: Mutex<()> = Mutex::new(());
static MOVED: Condvar = Condvar::new();

fn main() {
    start();
    thread::scope(|scope| {
        for (number, station) in ["sort", "parse", "output"].into_iter().enumerate() {
            scope.spawn(move || work(number, station));
        }
    });
    println!("All done");
}

fn work(number: usize, station: &str) {
    for (before, item) in ITEMS.iter().enumerate() {
        if let Some(last) = number.checked_sub(1) {
            let locked = LOCK.lock().unwrap();
            drop(MOVED.wait_while(locked, |_| DONE[last].load(SeqCst) <= before));
        }
        worker(&format!("{station} {item}"));
        DONE[number].fetch_add(1, SeqCst);
        MOVED.notify_all();
    }
}
