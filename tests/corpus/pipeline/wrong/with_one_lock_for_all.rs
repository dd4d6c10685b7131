//! Has a thread for each item and one lock for all the stations, which only one item can have at a
//! time.
//!
//! Finding: serial

use std::thread;

use common::{start, worker};
use parking_lot::Mutex;

fn main() {
    start();
    let line = &Mutex::new(vec!["c", "b", "a"]);
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(move || {
                let mut line = line.lock();
                let item = line.pop().expect("there is one for each");
                at("sort", item);
                at("parse", item);
                at("output", item);
            });
        }
    });
    println!("All done");
}

/// Does the work of `station` on `item`, and hands it on.
fn at<'a>(station: &str, item: &'a str) -> &'a str {
    worker(&format!("{station} {item}"));
    item
}
