//! Waits by a scope. The header is written with stdout locked, and the lock is gone before the
//! threads start.
//!
//! Finding: joined

use std::{
    io::{self, Write},
    thread,
};

use common::worker;

fn main() -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    writeln!(stdout, "Starting...")?;
    drop(stdout);
    thread::scope(|scope| {
        scope.spawn(|| worker("sort data"));
        scope.spawn(|| worker("parse files"));
        scope.spawn(|| worker("generate output"));
    });
    Ok(())
}
