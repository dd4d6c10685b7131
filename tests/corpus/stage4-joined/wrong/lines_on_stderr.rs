//! Runs the workers in a second process, whose stdout is the stderr of the first.
//!
//! Finding: wrong-output

use std::{env, io, process::Command, thread};

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
        let mut workers = Command::new(program);
        workers.arg("work").stdout(io::stderr());
        assert!(workers.status().unwrap().success());
    }
}
