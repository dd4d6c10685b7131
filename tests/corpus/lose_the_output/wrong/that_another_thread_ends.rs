//! Main waits for its workers, and a fourth thread ends the program meanwhile. If that thread is late,
//! lines are printed.
//!
//! Finding: forgets-some

use std::{process, thread};

use common::{start, worker};

fn main() {
    start();
    let workers = ["fetch pages", "index words", "rank pages"]
        .map(|task| thread::spawn(move || worker(task)));
    thread::spawn(|| process::exit(0));
    for worker in workers {
        worker.join().unwrap();
    }
}
