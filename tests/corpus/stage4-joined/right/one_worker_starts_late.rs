//! Waits by a scope for three threads, one of which takes a while before it calls its worker.
//!
//! Finding: joined

use std::{thread, time::Duration};

use common::{start, worker};

fn main() {
    start();
    thread::scope(|scope| {
        scope.spawn(|| {
            thread::sleep(Duration::from_millis(300));
            worker("sort data");
        });
        scope.spawn(|| worker("parse files"));
        scope.spawn(|| worker("generate output"));
    });
}
