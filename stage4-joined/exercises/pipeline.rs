//! Three items pass three stations: each item is sorted, then parsed, then put out. A station takes
//! one item at a time, in order, and sends it through a channel to the next station.
//!
//! The stations should overlap: while `a` is parsed, `b` can be sorted, and then `c`. A station that
//! is done with an item does not wait until the next station is free. Type
//! `cargo workshop run pipeline`: now each station waits until the one before has done all items.

use std::sync::mpsc;

use common::{start, worker};

fn main() {
    start();
    let (sorted, to_parse) = mpsc::channel();
    let (parsed, to_output) = mpsc::channel();
    for item in ["a", "b", "c"] {
        sorted.send(at("sort", item)).expect("the parser listens");
    }
    drop(sorted);
    // TODO: must this loop wait until the last item is sorted?
    for item in to_parse {
        parsed.send(at("parse", item)).expect("main listens");
    }
    drop(parsed);
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
