//! Three workers, each on a thread of its own; main waits for all of them, and then has the last word.
//!
//! That is what it should be. Run it with `cargo workshop run join_handles`, and see what it is: it takes
//! as long as stage 1. Then let `cargo workshop check join_handles` say what it saw.
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
    println!("All done");
}
