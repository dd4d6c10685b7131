//! Has itself killed by another program when all threads are done. Unix only.
//!
//! Finding: crashes

use std::{
    process::{self, Command},
    thread,
};

use common::{start, worker};

fn main() {
    start();
    thread::scope(|scope| {
        scope.spawn(|| worker("sort data"));
        scope.spawn(|| worker("parse files"));
        scope.spawn(|| worker("generate output"));
    });
    let id = process::id().to_string();
    Command::new("kill").args(["-KILL", &id]).status().unwrap();
}
