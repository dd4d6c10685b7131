//! Catches a panic and tries again without end. Each panic leaves a message on stderr.
//!
//! Finding: too-much-output

use std::{panic, thread};

use common::{start, worker};

fn main() {
    start();
    thread::spawn(|| worker("sort data"));
    thread::spawn(|| worker("parse files"));
    thread::spawn(|| worker("generate output"));
    while panic::catch_unwind(|| panic!("not yet")).is_err() {}
}
