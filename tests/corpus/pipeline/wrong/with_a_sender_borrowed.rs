//! Has its stations in a scope, without `move`: the threads only borrow the senders, which outlive
//! them.
//!
//! Finding: hangs

use std::{sync::mpsc, thread};

use common::{start, worker};

fn main() {
    start();
    let (sorted, to_parse) = mpsc::channel();
    let (parsed, to_output) = mpsc::channel();
    thread::scope(|scope| {
        scope.spawn(|| {
            for item in ["a", "b", "c"] {
                sorted.send(at("sort", item)).expect("the parser listens");
            }
        });
        scope.spawn(|| {
            for item in to_parse {
                parsed.send(at("parse", item)).expect("main listens");
            }
        });
        for item in to_output {
            at("output", item);
        }
    });
    println!("All done");
}

/// Does the work of `station` on `item`, and hands it on.
fn at<'a>(station: &str, item: &'a str) -> &'a str {
    worker(&format!("{station} {item}"));
    item
}
