//! Two producers and two consumers share a buffer for one value and one condition variable. A
//! notification can wake a thread of the wrong kind, which waits again without passing it on.
//!
//! Source: JaConTeBe, log4j 38137
//! Kind: lost wake-up
//! Ends: deadlock

use std::sync::{Condvar, Mutex};
use std::thread;

static BUFFER: Mutex<Option<u32>> = Mutex::new(None);
static CHANGED: Condvar = Condvar::new();

fn produce() {
    let buffer = BUFFER.lock().unwrap();
    let mut buffer = CHANGED
        .wait_while(buffer, |buffer| buffer.is_some())
        .unwrap();
    *buffer = Some(7);
    CHANGED.notify_one();
}

fn consume() {
    let buffer = BUFFER.lock().unwrap();
    let mut buffer = CHANGED
        .wait_while(buffer, |buffer| buffer.is_none())
        .unwrap();
    *buffer = None;
    CHANGED.notify_one();
}

fn main() {
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(consume);
            scope.spawn(produce);
        }
    });
    println!("both values were consumed");
}
