//! Keeps what is sorted in a list and takes it from its end, so that the last one comes first.
//!
//! Finding: too-early

use std::{sync::mpsc, thread};

use common::{start, worker};
use parking_lot::{Condvar, Mutex};

fn main() {
    start();
    let (sorted, changed) = &(Mutex::new(Vec::new()), Condvar::new());
    let (parsed, to_output) = mpsc::channel();
    thread::scope(|scope| {
        scope.spawn(|| {
            for item in ["a", "b", "c"] {
                let item = at("sort", item);
                sorted.lock().push(item);
                changed.notify_one();
            }
        });
        scope.spawn(move || {
            for _ in 0..3 {
                let mut items = sorted.lock();
                changed.wait_while(&mut items, |items| items.is_empty());
                let item = items.pop().unwrap();
                drop(items);
                parsed.send(at("parse", item)).expect("main listens");
            }
        });
        for item in to_output {
            at("output", item);
        }
    });
    println!("All done");
}

/// Does the work of `station` on `item`, and returns it.
fn at(station: &str, item: &'static str) -> &'static str {
    worker(&format!("{station} {item}"));
    item
}
