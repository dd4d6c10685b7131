//! Hands on one item after another, by iterators that are lazy; but all on one thread, so that the
//! next item is sorted when the one before is out.
//!
//! Finding: serial

use common::{start, worker};

fn main() {
    start();
    let sorted = ["a", "b", "c"].into_iter().map(|item| at("sort", item));
    let parsed = sorted.map(|item| at("parse", item));
    for item in parsed {
        at("output", item);
    }
    println!("All done");
}

/// Does the work of `station` on `item`, and hands it on.
fn at<'a>(station: &str, item: &'a str) -> &'a str {
    worker(&format!("{station} {item}"));
    item
}
