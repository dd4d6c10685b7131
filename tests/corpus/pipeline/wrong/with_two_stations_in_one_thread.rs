//! Has the sorter in a thread of its own, and lets main parse each item and put it out.
//!
//! Finding: partly-serial

use std::{sync::mpsc, thread};

use common::{start, worker};

fn main() {
    start();
    let (sorted, to_parse) = mpsc::channel();
    thread::spawn(move || {
        for item in ["a", "b", "c"] {
            sorted.send(at("sort", item)).expect("main listens");
        }
    });
    for item in to_parse {
        at("output", at("parse", item));
    }
    println!("All done");
}

/// Does the work of `station` on `item`, and returns it.
fn at(station: &str, item: &'static str) -> &'static str {
    worker(&format!("{station} {item}"));
    item
}
