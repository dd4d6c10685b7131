//! Has a cell for each result, which its thread sets once, and main waits for each cell in the
//! order of the tasks before it prints.
//!
//! Finding: joined

use std::{
    sync::{Arc, OnceLock},
    thread,
    time::Duration,
};

use common::{start, tasks};

fn main() {
    start();
    let mut cells = Vec::new();
    for task in tasks() {
        let cell = Arc::new(OnceLock::new());
        cells.push(Arc::clone(&cell));
        thread::spawn(move || cell.set(task.run()).expect("only this thread sets it"));
    }
    while cells.iter().any(|cell| cell.get().is_none()) {
        thread::sleep(Duration::from_millis(1));
    }
    for cell in &cells {
        println!("{}", cell.get().expect("it was set"));
    }
}
