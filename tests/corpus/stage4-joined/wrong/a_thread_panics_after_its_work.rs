//! Panics in a thread when its work is done. The scope passes the panic on to main.
//!
//! Finding: fails

use std::thread;

use common::{start, worker};

fn main() {
    start();
    thread::scope(|scope| {
        scope.spawn(|| worker("sort data"));
        scope.spawn(|| worker("parse files"));
        scope.spawn(|| {
            worker("generate output");
            panic!("there is no disk to save it to");
        });
    });
}
