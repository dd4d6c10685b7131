//! Runs the workers in a second process, and prints their lines in the end, the last one first.
//!
//! Finding: wrong-output

use std::{env, process::Command, thread};

use common::{start, worker};

fn main() {
    if env::args().len() > 1 {
        thread::scope(|scope| {
            scope.spawn(|| worker("sort data"));
            scope.spawn(|| worker("parse files"));
            scope.spawn(|| worker("generate output"));
        });
    } else {
        start();
        let program = env::current_exe().unwrap();
        let output = Command::new(program).arg("work").output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        for line in text.lines().rev() {
            println!("{line}");
        }
    }
}
