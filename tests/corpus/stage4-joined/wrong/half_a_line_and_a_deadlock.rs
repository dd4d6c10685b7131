//! Prints half a line at the end, and then locks a mutex that it has locked already.
//!
//! Finding: hangs

use std::{
    io::{self, Write},
    sync::Mutex,
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
    let count = Mutex::new(3);
    let done = count.lock().unwrap();
    print!("All ");
    io::stdout().flush().unwrap();
    println!("{} done", *done + *count.lock().unwrap());
}
