//! Waits by a scope for three threads, of which the first to come prints the header, and a `Once`
//! keeps the others waiting for that.
//!
//! Finding: joined

use std::{sync::Once, thread};

use common::{start, worker};

static HEADER: Once = Once::new();

fn main() {
    thread::scope(|scope| {
        for task in ["sort data", "parse files", "generate output"] {
            scope.spawn(move || {
                HEADER.call_once(start);
                worker(task);
            });
        }
    });
}
