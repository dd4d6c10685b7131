//! Waits for its helper as well, and that one never ends.
//!
//! Finding: hangs

use std::{thread, time::Duration};

use common::{start, worker};

fn main() {
    start();
    thread::scope(|scope| {
        scope.spawn(|| {
            loop {
                thread::sleep(Duration::from_millis(10));
            }
        });
        scope.spawn(|| worker("sort data"));
        scope.spawn(|| worker("parse files"));
        scope.spawn(|| worker("generate output"));
    });
}
