//! Three workers, each on a thread of its own, and main waits for all of them.
//!
//! That is what it should be. Run it, and see what it is: `cargo run -p stage4-exercises`. Then let
//! `cargo workshop check join_handles` say what it saw.
//!
//! Finding: serial

use std::thread;

use common::{start, worker};

fn main() {
    start();
    for task in ["sort data", "parse files", "generate output"] {
        let handle = thread::spawn(move || worker(task));
        // TODO: when does the next worker start?
        handle.join().expect("the worker does not panic");
    }
}
