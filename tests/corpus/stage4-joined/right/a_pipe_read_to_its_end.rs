//! Waits for the end of a pipe, which comes when the last of its writers is dropped.
//!
//! Finding: joined

use std::{
    io::{self, Read},
    thread,
};

use common::{start, worker};

fn main() -> io::Result<()> {
    start();
    let (mut reader, writer) = io::pipe()?;
    for task in ["sort data", "parse files", "generate output"] {
        let writer = writer.try_clone()?;
        thread::spawn(move || {
            worker(task);
            drop(writer);
        });
    }
    drop(writer);
    reader.read_to_end(&mut Vec::new())?;
    Ok(())
}
