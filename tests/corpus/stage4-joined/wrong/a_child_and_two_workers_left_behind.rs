//! Joins one thread, and leaves two behind, and another program with the same stdout. Unix only.
//!
//! Finding: forgets-some
//! On: unix

#![allow(clippy::zombie_processes, reason = "a mistake of this program")]

use std::{process::Command, thread};

use common::{start, worker};

fn main() {
    start();
    Command::new("sleep").arg("1000").spawn().unwrap();
    thread::spawn(|| worker("sort data"));
    thread::spawn(|| worker("parse files"));
    let last = thread::spawn(|| worker("generate output"));
    last.join().unwrap();
}
