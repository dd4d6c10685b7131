//! A sender offers three values in a slot, and a receiver takes three times. If the slot is not
//! ready, each goes on to its next value, so the two lose step.
//!
//! Source: SCTBench, concurrent-software-benchmarks/circular_buffer_bad
//! Kind: order violation
//! Ends: panic

use std::sync::{Condvar, Mutex};
use std::thread;

static SLOT: Mutex<Option<u32>> = Mutex::new(None);
static CHANGED: Condvar = Condvar::new();

fn send(value: u32) {
    let mut slot = SLOT.lock().unwrap();
    if slot.is_none() {
        *slot = Some(value);
    }
    CHANGED.notify_one();
}

fn receive(expected: u32) {
    let mut slot = SLOT.lock().unwrap();
    if let Some(value) = slot.take() {
        assert_eq!(value, expected);
    }
    CHANGED.notify_one();
}

fn main() {
    thread::scope(|scope| {
        scope.spawn(|| (0..3).for_each(send));
        (0..3).for_each(receive);
    });
    println!("in step");
}
