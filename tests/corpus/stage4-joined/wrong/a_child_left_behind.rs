//! Starts another program, which runs for long with the same stdout. Main does not wait for it.
//! Unix only.
//!
//! Finding: no-wait
//! On: unix

#![allow(clippy::zombie_processes, reason = "a mistake of this program")]

use std::{process::Command, thread};

use common::{start, worker};

fn main() {
    start();
    thread::spawn(|| worker("sort data"));
    thread::spawn(|| worker("parse files"));
    thread::spawn(|| worker("generate output"));
    Command::new("sleep").arg("1000").spawn().unwrap();
}
