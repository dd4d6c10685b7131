//! Returns from main with the first error, by a question mark in the loop that joins.
//!
//! Finding: forgets-some

use std::{iter, thread};

use common::{start, worker};

fn main() -> Result<(), String> {
    start();
    let tasks = ["sort data", "parse files", "generate output"];
    let handles = tasks.map(|task| thread::spawn(move || worker(task)));
    for (task, handle) in iter::zip(tasks, handles) {
        handle.join().map_err(|_| format!("{task} failed"))?;
    }
    Ok(())
}
