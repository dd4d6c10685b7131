//! Starts threads that have names, and joins them in reverse, the last one first.
//!
//! Finding: joined

use std::{io, thread::Builder};

use common::{start, worker};

fn main() -> io::Result<()> {
    start();
    let mut handles = Vec::new();
    for task in ["sort data", "parse files", "generate output"] {
        let builder = Builder::new().name(task.to_owned());
        handles.push(builder.spawn(move || worker(task))?);
    }
    while let Some(handle) = handles.pop() {
        handle.join().expect("the worker does not panic");
    }
    println!("All done");
    Ok(())
}
