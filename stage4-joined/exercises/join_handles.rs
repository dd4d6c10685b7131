//! Three workers, each on a thread of its own. Main waits for all of them, and then prints
//! `All done`.
//!
//! The workers should work side by side. Type `cargo workshop run join_handles`: the program is as
//! slow as stage 1. To see why, type `cargo workshop check join_handles`.

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
