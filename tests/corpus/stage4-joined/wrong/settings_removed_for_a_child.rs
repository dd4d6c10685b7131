//! Starts itself once more without the settings by which the check reaches its workers, so that
//! they run free.
//!
//! Finding: forged-output

use std::{
    env,
    process::{self, Command},
    thread,
};

use common::{start, worker};

fn main() {
    if env::args().nth(1).is_none() {
        let mut child = Command::new(env::current_exe().unwrap());
        for (name, _) in env::vars_os() {
            let text = name.to_string_lossy();
            if text.starts_with("INTERLEAVE") || text.starts_with("WORKSHOP_") {
                child.env_remove(&name);
            }
        }
        let status = child.arg("child").status().unwrap();
        process::exit(status.code().unwrap_or(1));
    }
    start();
    thread::scope(|scope| {
        for task in ["sort data", "parse files", "generate output"] {
            scope.spawn(move || worker(task));
        }
    });
}
