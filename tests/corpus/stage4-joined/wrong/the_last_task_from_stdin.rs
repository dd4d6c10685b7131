//! Reads on stdin whether the third worker is wanted, and takes the silence for a no.
//!
//! Finding: wrong-output

use std::{io, thread};

use common::{start, worker};

fn main() {
    start();
    thread::scope(|scope| {
        scope.spawn(|| worker("sort data"));
        scope.spawn(|| worker("parse files"));
        let mut answer = String::new();
        io::stdin().read_line(&mut answer).unwrap();
        if answer.trim() == "yes" {
            scope.spawn(|| worker("generate output"));
        }
    });
}
