//! Sends a `None` behind the last item, so that no station needs to drop its sender.
//!
//! Finding: joined

use std::{sync::mpsc, thread};

use common::{start, worker};

fn main() {
    start();
    let (sorted, to_parse) = mpsc::channel();
    let (parsed, to_output) = mpsc::channel();
    thread::spawn(move || {
        for item in ["a", "b", "c"] {
            sorted.send(Some(at("sort", item))).unwrap();
        }
        sorted.send(None).unwrap();
    });
    thread::spawn(move || {
        while let Some(item) = to_parse.recv().unwrap() {
            parsed.send(Some(at("parse", item))).unwrap();
        }
        parsed.send(None).unwrap();
    });
    while let Some(item) = to_output.recv().unwrap() {
        at("output", item);
    }
    println!("All done");
}

/// Does the work of `station` on `item`, and hands it on.
fn at<'a>(station: &str, item: &'a str) -> &'a str {
    worker(&format!("{station} {item}"));
    item
}
