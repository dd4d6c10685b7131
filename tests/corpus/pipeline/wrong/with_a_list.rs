//! Has a thread for each station, but the parser and main collect all items before they begin.
//!
//! Finding: serial

use std::{sync::mpsc, thread};

use common::{start, worker};

fn main() {
    start();
    let (sorted, to_parse) = mpsc::channel();
    let (parsed, to_output) = mpsc::channel();
    thread::spawn(move || {
        for item in ["a", "b", "c"] {
            sorted.send(at("sort", item)).expect("the parser listens");
        }
    });
    thread::spawn(move || {
        let items: Vec<_> = to_parse.iter().collect();
        for item in items {
            parsed.send(at("parse", item)).expect("main listens");
        }
    });
    let items: Vec<_> = to_output.iter().collect();
    for item in items {
        at("output", item);
    }
    println!("All done");
}

/// Does the work of `station` on `item`, and returns it.
fn at(station: &str, item: &'static str) -> &'static str {
    worker(&format!("{station} {item}"));
    item
}
