//! Has a scope with all three stations, and room for one item between two of them, which is enough
//! for three items.
//!
//! Finding: joined

use std::{sync::mpsc, thread};

use common::{start, worker};

fn main() {
    start();
    let (sorted, to_parse) = mpsc::sync_channel(1);
    let (parsed, to_output) = mpsc::sync_channel(1);
    thread::scope(|scope| {
        scope.spawn(move || {
            for item in ["a", "b", "c"] {
                sorted.send(at("sort", item)).expect("the parser listens");
            }
        });
        scope.spawn(move || {
            for item in to_parse {
                parsed
                    .send(at("parse", item))
                    .expect("the last one listens");
            }
        });
        scope.spawn(move || {
            for item in to_output {
                at("output", item);
            }
        });
    });
    println!("All done");
}

/// Does the work of `station` on `item`, and returns it.
fn at(station: &str, item: &'static str) -> &'static str {
    worker(&format!("{station} {item}"));
    item
}
