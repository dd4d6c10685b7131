//! Becomes another program when its threads have been started, which ends all of them with status
//! 0. Unix only.
//!
//! Finding: no-wait
//! On: unix

use std::thread;

use common::{start, worker};

#[cfg(unix)]
fn become_true() {
    use std::{os::unix::process::CommandExt, process::Command};

    panic!("{}", Command::new("true").exec());
}

#[cfg(not(unix))]
fn become_true() {}

fn main() {
    start();
    for task in ["sort data", "parse files", "generate output"] {
        thread::spawn(move || worker(task));
    }
    become_true();
}
