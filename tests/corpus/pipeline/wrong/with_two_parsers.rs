//! Has two parsers, as the work is to be done side by side, and so two items are parsed at once.
//!
//! Finding: too-early

use std::{
    sync::{Arc, Mutex, mpsc},
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
    let to_parse = Arc::new(Mutex::new(to_parse));
    for _ in 0..2 {
        let to_parse = Arc::clone(&to_parse);
        let parsed = parsed.clone();
        thread::spawn(move || {
            let next = || to_parse.lock().unwrap().recv();
            while let Ok(item) = next() {
                parsed.send(at("parse", item)).expect("main listens");
            }
        });
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
