//! Does the work in a second process, and once more itself: six workers where three were asked for.
//!
//! Finding: too-many-at-once

use std::{env, process::Command, thread};

use common::{start, worker};

fn main() {
    let child = env::args().nth(1).is_none().then(|| {
        start();
        let mut child = Command::new(env::current_exe().unwrap());
        child.arg("child").spawn().unwrap()
    });
    thread::scope(|scope| {
        for task in ["sort data", "parse files", "generate output"] {
            scope.spawn(move || worker(task));
        }
    });
    if let Some(mut child) = child {
        child.wait().unwrap();
    }
}
