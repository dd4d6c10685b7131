//! Joins its threads by `any`, which stops at the first that has come to a good end.
//!
//! Finding: forgets-some

use std::thread;

use common::{start, worker};

fn main() {
    start();
    let tasks = ["sort data", "parse files", "generate output"];
    let handles = tasks.map(|task| thread::spawn(move || worker(task)));
    let good = handles.into_iter().any(|handle| handle.join().is_ok());
    assert!(good);
}
