//! One thread sorts and parses, and main puts out: an item is sorted only when the one before is
//! parsed.
//!
//! Finding: partly-serial

use std::{sync::mpsc, thread};

use common::{start, worker};

fn main() {
    start();
    let (parsed, to_output) = mpsc::channel();
    thread::spawn(move || {
        for item in ["a", "b", "c"] {
            let item = at("parse", at("sort", item));
            parsed.send(item).expect("main listens");
        }
    });
    for item in to_output {
        at("output", item);
    }
    println!("All done");
}

/// Does the work of `station` on `item`, and returns it.
fn at(station: &str, item: &'static str) -> &'static str {
    worker(&format!("{station} {item}"));
    item
}
