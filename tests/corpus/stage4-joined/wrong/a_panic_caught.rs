//! Catches the panic of its last thread and ends as if nothing had been.
//!
//! Finding: fails

use std::{panic, thread};

use common::{start, worker};

fn main() {
    start();
    thread::scope(|scope| {
        scope.spawn(|| worker("sort data"));
        scope.spawn(|| worker("parse files"));
        scope.spawn(|| {
            panic::catch_unwind(|| {
                worker("generate output");
                panic!("there is no disk to save it to");
            })
        });
    });
}
