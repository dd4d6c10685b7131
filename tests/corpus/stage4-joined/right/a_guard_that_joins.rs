//! Waits by a guard that joins its threads when it is dropped.
//!
//! Finding: joined

use std::thread::{self, JoinHandle};

use common::{start, worker};

struct Joined(Option<JoinHandle<()>>);

impl Drop for Joined {
    fn drop(&mut self) {
        if let Some(handle) = self.0.take() {
            handle.join().unwrap();
        }
    }
}

fn spawn(task: &'static str) -> Joined {
    Joined(Some(thread::spawn(|| worker(task))))
}

fn main() {
    start();
    let _sort = spawn("sort data");
    let _parse = spawn("parse files");
    let _generate = spawn("generate output");
}
