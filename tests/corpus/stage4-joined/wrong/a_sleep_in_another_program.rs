//! Waits for another program, which only sleeps, in place of its threads. Unix only.
//!
//! Finding: sleeps
//! On: unix

use std::{process::Command, thread};

use common::{start, worker};

fn main() {
    start();
    thread::spawn(|| worker("sort data"));
    thread::spawn(|| worker("parse files"));
    thread::spawn(|| worker("generate output"));
    Command::new("sleep").arg("2").status().unwrap();
}
