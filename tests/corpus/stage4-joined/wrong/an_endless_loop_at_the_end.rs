//! Waits as it should, and then spins without end.
//!
//! Finding: hangs

use std::{hint, thread};

use common::{start, worker};

fn main() {
    start();
    thread::scope(|scope| {
        scope.spawn(|| worker("sort data"));
        scope.spawn(|| worker("parse files"));
        scope.spawn(|| worker("generate output"));
    });
    loop {
        hint::spin_loop();
    }
}
