//! All items pass a station side by side, and then the next station.
//!
//! Finding: partly-serial

use std::thread;

use common::{start, worker};

fn main() {
    start();
    for station in ["sort", "parse", "output"] {
        thread::scope(|scope| {
            for item in ["a", "b", "c"] {
                scope.spawn(move || at(station, item));
            }
        });
    }
    println!("All done");
}

/// Does the work of `station` on `item`, and returns it.
fn at(station: &str, item: &'static str) -> &'static str {
    worker(&format!("{station} {item}"));
    item
}
