//! Passes items on in a slot, and does not wait until it is empty. An item is overwritten, and the
//! parser waits for it for ever.
//!
//! Finding: hangs

use std::{
    sync::{Condvar, Mutex, mpsc},
    thread,
};

use common::{start, worker};

fn main() {
    start();
    let slot = Mutex::new(None);
    let filled = Condvar::new();
    let (parsed, to_output) = mpsc::channel();
    thread::scope(|scope| {
        scope.spawn(|| {
            for item in ["a", "b", "c"] {
                let item = at("sort", item);
                *slot.lock().unwrap() = Some(item);
                filled.notify_one();
            }
        });
        let (slot, filled) = (&slot, &filled);
        scope.spawn(move || {
            for _ in 0..3 {
                let mut guard = slot.lock().unwrap();
                while guard.is_none() {
                    guard = filled.wait(guard).unwrap();
                }
                let item = guard.take().unwrap();
                drop(guard);
                parsed.send(at("parse", item)).unwrap();
            }
        });
        for item in to_output {
            at("output", item);
        }
    });
    println!("All done");
}

fn at(station: &str, item: &'static str) -> &'static str {
    worker(&format!("{station} {item}"));
    item
}
