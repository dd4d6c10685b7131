//! The channels have no buffer: a station that is done waits until the next one is free.
//!
//! Finding: partly-serial

use std::{sync::mpsc, thread};

use common::{start, worker};

fn main() {
    start();
    let (sorted, to_parse) = mpsc::sync_channel(0);
    let (parsed, to_output) = mpsc::sync_channel(0);
    thread::spawn(move || {
        for item in ["a", "b", "c"] {
            sorted.send(at("sort", item)).expect("the parser listens");
        }
    });
    thread::spawn(move || {
        for item in to_parse {
            parsed.send(at("parse", item)).expect("the printer listens");
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
