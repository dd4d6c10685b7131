//! Waits by joining the handles of threads that have names and small stacks.
//!
//! Finding: joined

use std::{io, thread::Builder};

use common::{start, worker};

fn main() -> io::Result<()> {
    start();
    let mut handles = Vec::new();
    for task in ["sort data", "parse files", "generate output"] {
        let thread = Builder::new().name(task.to_owned()).stack_size(128 * 1024);
        handles.push(thread.spawn(move || worker(task))?);
    }
    for handle in handles {
        handle.join().unwrap();
    }
    Ok(())
}
