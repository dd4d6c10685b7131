//! Waits by a scope, and after that for another program that it started before. Unix only.
//!
//! Finding: joined
//! On: unix

use std::{process::Command, thread};

use common::{start, worker};

fn main() {
    start();
    let mut child = Command::new("sleep").arg("0.2").spawn().unwrap();
    thread::scope(|scope| {
        scope.spawn(|| worker("sort data"));
        scope.spawn(|| worker("parse files"));
        scope.spawn(|| worker("generate output"));
    });
    child.wait().unwrap();
}
