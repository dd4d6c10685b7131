//! A borrower finds that no object is free and then waits in a second critical section. An object
//! that returns in between wakes no thread, and the borrower does not look again.
//!
//! Source: JaConTeBe, pool 149
//! Kind: lost wake-up
//! Ends: deadlock

use std::sync::{Condvar, Mutex};
use std::thread;

static FREE: Mutex<Vec<u32>> = Mutex::new(Vec::new());
static RETURNED: Condvar = Condvar::new();

fn borrow() -> u32 {
    let must_wait = FREE.lock().unwrap().is_empty();
    let mut free = FREE.lock().unwrap();
    if must_wait {
        free = RETURNED.wait(free).unwrap();
    }
    free.pop().unwrap()
}

fn give_back(object: u32) {
    FREE.lock().unwrap().push(object);
    RETURNED.notify_one();
}

fn main() {
    thread::scope(|scope| {
        scope.spawn(|| give_back(7));
        println!("borrowed {}", borrow());
    });
}
