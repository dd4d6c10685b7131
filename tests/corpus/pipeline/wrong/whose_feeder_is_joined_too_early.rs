//! Lets main feed the first station, and join it while main still has the sender.
//!
//! Finding: hangs

use std::{sync::mpsc, thread};

use common::{start, worker};

fn main() {
    start();
    let (items, to_sort) = mpsc::channel();
    let (sorted, to_parse) = mpsc::channel();
    let (parsed, to_output) = mpsc::channel();
    let stations = [
        thread::spawn(move || run("sort", to_sort, |item| sorted.send(item).unwrap())),
        thread::spawn(move || run("parse", to_parse, |item| parsed.send(item).unwrap())),
        thread::spawn(move || run("output", to_output, |_| ())),
    ];
    for item in ["a", "b", "c"] {
        items.send(item).unwrap();
    }
    for station in stations {
        station.join().expect("the station does not panic");
    }
    println!("All done");
}

/// Works on each of `items`, and hands it on.
fn run(station: &str, items: mpsc::Receiver<&'static str>, hand_on: impl Fn(&'static str)) {
    for item in items {
        worker(&format!("{station} {item}"));
        hand_on(item);
    }
}
