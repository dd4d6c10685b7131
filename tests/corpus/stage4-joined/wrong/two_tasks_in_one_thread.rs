//! Starts two threads, of which one does two tasks.
//!
//! Finding: partly-serial

use std::thread;

use common::{start, worker};

fn main() {
    start();
    thread::scope(|scope| {
        scope.spawn(|| {
            worker("sort data");
            worker("parse files");
        });
        scope.spawn(|| worker("generate output"));
    });
}
