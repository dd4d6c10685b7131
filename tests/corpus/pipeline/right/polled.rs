//! Looks again and again whether the next item has come, until the station before has ended.
//!
//! Finding: joined

use std::{
    sync::mpsc::{self, Receiver, TryRecvError},
    thread,
};

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
        while let Some(item) = next(&to_parse) {
            parsed.send(at("parse", item)).expect("main listens");
        }
    });
    while let Some(item) = next(&to_output) {
        at("output", item);
    }
    println!("All done");
}

/// The next item, if there will be one.
fn next(items: &Receiver<&'static str>) -> Option<&'static str> {
    loop {
        match items.try_recv() {
            Ok(item) => return Some(item),
            Err(TryRecvError::Empty) => thread::yield_now(),
            Err(TryRecvError::Disconnected) => return None,
        }
    }
}

/// Does the work of `station` on `item`, and hands it on.
fn at<'a>(station: &str, item: &'a str) -> &'a str {
    worker(&format!("{station} {item}"));
    item
}
