//! Joins as many threads as there are processors: on a machine with two, the third is cut off.
//!
//! Finding: forgets-some

use std::thread;

use common::{start, worker};

fn main() {
    start();
    let handles: Vec<_> = ["sort data", "parse files", "generate output"]
        .into_iter()
        .map(|task| thread::spawn(move || worker(task)))
        .collect();
    let processors = thread::available_parallelism().map_or(4, |count| count.get());
    for handle in handles.into_iter().take(processors.max(2)) {
        handle.join().unwrap();
    }
}
