//! Names each thread after its task: the panic's own words say whose it was, and the scope panics in the
//! end.
//!
//! Finding: joined
//! Graded as: panicking_worker

use std::thread::{self, Builder};

use common::{Worker, start};

fn main() {
    start();
    thread::scope(|scope| {
        for task in ["sort data", "parse files", "generate output"] {
            let builder = Builder::new().name(task.to_owned());
            builder
                .spawn_scoped(scope, move || work(task))
                .expect("there is room for a thread");
        }
    });
}

/// Does the three steps of `task`. There is not enough room for the files.
fn work(task: &str) {
    let mut worker = Worker::new(task);
    worker.step();
    assert!(task != "parse files", "the disk is full");
    worker.step();
    worker.step();
}
