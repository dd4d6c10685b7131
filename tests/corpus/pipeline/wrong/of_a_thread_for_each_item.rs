//! Each item has a thread that takes it through all stations, so several are sorted at once.
//!
//! Finding: too-early

use std::thread;

use common::{start, worker};

fn main() {
    start();
    thread::scope(|scope| {
        for item in ["a", "b", "c"] {
            scope.spawn(move || {
                for station in ["sort", "parse", "output"] {
                    at(station, item);
                }
            });
        }
    });
    println!("All done");
}

/// Does the work of `station` on `item`, and returns it.
fn at(station: &str, item: &'static str) -> &'static str {
    worker(&format!("{station} {item}"));
    item
}
