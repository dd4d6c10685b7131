//! A borrower looks for a free object and waits in one critical section. It looks again each time
//! before it waits.
//!
//! Source: JaConTeBe, pool 149
//! Kind: lost wake-up

use std::sync::{Condvar, Mutex};
use std::thread;

static FREE: Mutex<Vec<u32>> = Mutex::new(Vec::new());
static RETURNED: Condvar = Condvar::new();

fn borrow() -> u32 {
    let mut free = FREE.lock().unwrap();
    while free.is_empty() {
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
