//! Becomes another process of the same program, in which the settings of the check are empty: its
//! workers do not reach the check, and end the program. Unix only.
//!
//! Finding: fails
//! On: unix

use std::{env, thread};

use common::{start, worker};

#[cfg(unix)]
fn run_again() {
    use std::{os::unix::process::CommandExt, process::Command};

    let mut again = Command::new(env::current_exe().unwrap());
    for (name, _) in env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("INTERLEAVE") || text.starts_with("WORKSHOP_") {
            again.env(&name, "");
        }
    }
    panic!("{}", again.arg("again").exec());
}

#[cfg(not(unix))]
fn run_again() {}

fn main() {
    if env::args().nth(1).is_none() {
        run_again();
    }
    start();
    thread::scope(|scope| {
        for task in ["sort data", "parse files", "generate output"] {
            scope.spawn(move || worker(task));
        }
    });
}
