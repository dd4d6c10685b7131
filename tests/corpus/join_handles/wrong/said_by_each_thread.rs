//! Lets each thread say that all is done, of which it knows only its own part.
//!
//! Finding: wrong-output

use std::thread;

use common::{start, worker};

fn main() {
    start();
    let tasks = ["sort data", "parse files", "generate output"];
    let handles = tasks.map(|task| {
        thread::spawn(move || {
            worker(task);
            println!("All done");
        })
    });
    for handle in handles {
        handle.join().expect("the worker does not panic");
    }
}
