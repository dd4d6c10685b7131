//! Two producers and two consumers share a buffer for one value and one condition variable. Each
//! change wakes all threads that wait, so the right kind is among them.
//!
//! Source: JaConTeBe, log4j 38137
//! Kind: lost wake-up

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
    CHANGED.notify_all();
}

fn consume() {
    let buffer = BUFFER.lock().unwrap();
    let mut buffer = CHANGED
        .wait_while(buffer, |buffer| buffer.is_none())
        .unwrap();
    *buffer = None;
    CHANGED.notify_all();
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
