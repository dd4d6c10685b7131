//! Is stage 4 with the new names: main joins three workers, but no worker has moved or counted
//! a coin.
//!
//! Finding: wrong-output

use std::thread;

use common::{start, worker};

fn main() {
    start();
    let handles =
        ["pay the right", "pay the left", "count"].map(|task| thread::spawn(move || worker(task)));
    for handle in handles {
        handle.join().expect("the worker does not panic");
    }
}
