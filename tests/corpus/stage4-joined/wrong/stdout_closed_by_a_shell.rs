//! Has a shell start it once more with its stdout closed, where the lines of the workers are lost.
//! Unix only.
//!
//! Finding: wrong-output
//! On: unix

use std::{env, process::Command, thread};

use common::{start, worker};

fn main() {
    if env::args().nth(1).is_none() {
        start();
        let program = env::current_exe().unwrap();
        let mut shell = Command::new("sh");
        shell.args(["-c", "exec \"$0\" child >&-"]).arg(program);
        shell.status().unwrap();
        return;
    }
    thread::scope(|scope| {
        for task in ["sort data", "parse files", "generate output"] {
            scope.spawn(move || worker(task));
        }
    });
}
