//! A thread shows progress on stderr for as long as the program runs.
//!
//! Finding: joined

use std::{thread, time::Duration};

use common::{start, worker};

fn main() {
    start();
    thread::spawn(|| {
        loop {
            thread::sleep(Duration::from_millis(300));
            eprintln!("still at work");
        }
    });
    let handles = ["sort data", "parse files", "generate output"]
        .map(|task| thread::spawn(move || worker(task)));
    for handle in handles {
        handle.join().expect("the worker does not panic");
    }
    println!("All done");
}
