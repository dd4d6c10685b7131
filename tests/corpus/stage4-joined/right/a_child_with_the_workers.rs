//! Waits for a second process, which runs the workers and waits for them by a scope.
//!
//! Finding: joined

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
        let status = Command::new(program).arg("work").status().unwrap();
        assert!(status.success());
    }
}
