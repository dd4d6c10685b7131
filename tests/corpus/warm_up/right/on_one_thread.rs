//! Calls the workers one after another on a thread of their own, for which main waits.
//!
//! Finding: serial

use std::thread;

use common::{start, worker};

fn main() {
    start();
    let work = thread::spawn(|| {
        worker("sort data");
        worker("parse files");
        worker("generate output");
    });
    work.join().expect("no worker panics");
    println!("All done");
}
