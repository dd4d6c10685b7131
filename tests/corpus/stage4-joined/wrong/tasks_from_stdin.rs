//! Reads its tasks from stdin, which is empty.
//!
//! Finding: wrong-output

use std::{io, thread};

use common::{start, worker};

fn main() {
    start();
    thread::scope(|scope| {
        for task in io::stdin().lines().map_while(Result::ok) {
            scope.spawn(move || worker(&task));
        }
    });
}
