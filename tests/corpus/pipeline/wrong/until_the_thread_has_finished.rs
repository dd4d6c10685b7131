//! A station takes what is in the channel. If nothing is there, it asks whether the thread of the
//! station before has finished, and leaves if so; but an item may have come between the two
//! questions.
//!
//! Finding: wrong-output

use std::{
    sync::mpsc::{self, Receiver},
    thread::{self, JoinHandle},
    time::Duration,
};

use common::{start, worker};

fn main() {
    start();
    let (sorted, to_parse) = mpsc::channel();
    let (parsed, to_output) = mpsc::channel();
    let sorter = thread::spawn(move || {
        for item in ["a", "b", "c"] {
            sorted.send(at("sort", item)).expect("the parser listens");
        }
    });
    let parser = thread::spawn(move || {
        while let Some(item) = next(&to_parse, &sorter) {
            parsed.send(at("parse", item)).expect("main listens");
        }
    });
    while let Some(item) = next(&to_output, &parser) {
        at("output", item);
    }
    println!("All done");
}

/// The next item of `items`, or nothing if the thread that sends them has finished.
fn next(items: &Receiver<&'static str>, sender: &JoinHandle<()>) -> Option<&'static str> {
    loop {
        if let Ok(item) = items.try_recv() {
            return Some(item);
        }
        if sender.is_finished() {
            return None;
        }
        thread::sleep(Duration::from_millis(1));
    }
}

/// Does the work of `station` on `item`, and returns it.
fn at(station: &str, item: &'static str) -> &'static str {
    worker(&format!("{station} {item}"));
    item
}
