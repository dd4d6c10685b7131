//! A sender puts three values into a slot, and a receiver takes three times. Each waits until the
//! slot is ready, so the two keep step.
//!
//! Source: SCTBench, concurrent-software-benchmarks/circular_buffer_bad
//! Kind: order violation

use std::sync::{Condvar, Mutex};
use std::thread;

static SLOT: Mutex<Option<u32>> = Mutex::new(None);
static CHANGED: Condvar = Condvar::new();

fn send(value: u32) {
    let slot = SLOT.lock().unwrap();
    let mut slot = CHANGED.wait_while(slot, |slot| slot.is_some()).unwrap();
    *slot = Some(value);
    CHANGED.notify_one();
}

fn receive(expected: u32) {
    let slot = SLOT.lock().unwrap();
    let mut slot = CHANGED.wait_while(slot, |slot| slot.is_none()).unwrap();
    assert_eq!(slot.take(), Some(expected));
    CHANGED.notify_one();
}

fn main() {
    thread::scope(|scope| {
        scope.spawn(|| (0..3).for_each(send));
        (0..3).for_each(receive);
    });
    println!("in step");
}
