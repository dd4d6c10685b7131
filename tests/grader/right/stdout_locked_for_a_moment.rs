//! Waits by polling the handles. In between main locks stdout again and again, but never for long.
//!
//! Finding: joined

use std::{
    io::{self, Write},
    thread,
    time::Duration,
};

use common::{start, worker};

fn main() -> io::Result<()> {
    start();
    let tasks = ["sort data", "parse files", "generate output"];
    let handles = tasks.map(|task| thread::spawn(move || worker(task)));
    while !handles.iter().all(|handle| handle.is_finished()) {
        io::stdout().lock().flush()?;
        thread::sleep(Duration::from_millis(1));
    }
    Ok(())
}
