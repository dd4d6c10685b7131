//! Hands the item on before it is sorted.
//!
//! Finding: too-early

use std::{sync::mpsc, thread};

use common::{start, worker};

fn main() {
    start();
    let (sorted, to_parse) = mpsc::channel();
    let (parsed, to_output) = mpsc::channel();
    thread::spawn(move || {
        for item in ["a", "b", "c"] {
            sorted.send(item).expect("the parser listens");
            at("sort", item);
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
