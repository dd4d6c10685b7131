//! Waits by a scope, which also waits for those threads that its threads start in it.
//!
//! Finding: joined

use std::thread;

use common::{start, worker};

fn main() {
    start();
    thread::scope(|scope| {
        scope.spawn(|| {
            scope.spawn(|| {
                scope.spawn(|| worker("generate output"));
                worker("parse files");
            });
            worker("sort data");
        });
    });
}
