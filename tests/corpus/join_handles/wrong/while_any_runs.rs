//! Looks whether any thread has finished, where it should look whether all have.
//!
//! Finding: forgets-some

use std::{
    thread::{self, JoinHandle},
    time::Duration,
};

use common::{start, worker};

fn main() {
    start();
    let tasks = ["sort data", "parse files", "generate output"];
    let handles = tasks.map(|task| thread::spawn(move || worker(task)));
    while !handles.iter().any(JoinHandle::is_finished) {
        thread::sleep(Duration::from_millis(10));
    }
    println!("All done");
}
