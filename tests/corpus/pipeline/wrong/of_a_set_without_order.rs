//! The items come out of a hash set, in another order in each run.
//!
//! Finding: too-early

use std::{collections::HashSet, sync::mpsc, thread};

use common::{start, worker};

fn main() {
    start();
    let (sorted, to_parse) = mpsc::channel();
    let (parsed, to_output) = mpsc::channel();
    thread::spawn(move || {
        for item in HashSet::from(["a", "b", "c"]) {
            sorted.send(at("sort", item)).expect("the parser listens");
        }
    });
    thread::spawn(move || {
        for item in to_parse {
            parsed.send(at("parse", item)).expect("main listens");
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
