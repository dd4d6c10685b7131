//! Prints half a line, and then two threads take two locks in opposite order. A barrier lets them
//! meet in the middle.
//!
//! Finding: hangs

use std::{
    io::{self, Write},
    sync::{Barrier, Mutex},
    thread,
};

use common::{start, worker};

fn main() {
    start();
    thread::scope(|scope| {
        for task in ["sort data", "parse files", "generate output"] {
            scope.spawn(move || worker(task));
        }
    });
    print!("All done");
    io::stdout().flush().unwrap();
    let (files, output) = (Mutex::new(0), Mutex::new(0));
    let both = Barrier::new(2);
    thread::scope(|scope| {
        for (first, second) in [(&files, &output), (&output, &files)] {
            scope.spawn(|| {
                let first = first.lock().unwrap();
                both.wait();
                *first + *second.lock().unwrap()
            });
        }
    });
    println!();
}
