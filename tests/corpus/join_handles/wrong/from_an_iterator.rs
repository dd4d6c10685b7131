//! Joins while the iterator still spawns: it makes each handle when it is asked for it, and not
//! before.
//!
//! Finding: serial

use std::thread;

use common::{start, worker};

fn main() {
    start();
    let handles = ["sort data", "parse files", "generate output"]
        .into_iter()
        .map(|task| thread::spawn(move || worker(task)));
    for handle in handles {
        handle.join().expect("the worker does not panic");
    }
    println!("All done");
}
