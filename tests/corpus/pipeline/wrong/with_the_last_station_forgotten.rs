//! Has a thread for each station, and joins the first two and not the last.
//!
//! Finding: forgets-some

use std::{sync::mpsc, thread};

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
        for item in to_parse {
            parsed
                .send(at("parse", item))
                .expect("the last one listens");
        }
    });
    thread::spawn(move || {
        for item in to_output {
            at("output", item);
        }
    });
    sorter.join().unwrap();
    parser.join().unwrap();
    println!("All done");
}

/// Does the work of `station` on `item`, and returns it.
fn at(station: &str, item: &'static str) -> &'static str {
    worker(&format!("{station} {item}"));
    item
}
