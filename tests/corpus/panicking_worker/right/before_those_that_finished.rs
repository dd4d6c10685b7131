//! Writes the tasks below two headings, and if none has failed, nothing.
//!
//! Finding: joined

use std::{process::ExitCode, thread};

use common::{start, worker};

fn main() -> ExitCode {
    start();
    let handles = ["sort data", "parse files", "generate output"]
        .map(|task| (task, thread::spawn(move || worker(task))));
    let (ok, bad): (Vec<_>, Vec<_>) = handles
        .into_iter()
        .map(|(t, h)| (t, h.join()))
        .partition(|(_, r)| r.is_ok());
    if !bad.is_empty() {
        eprintln!("failed:");
        for (t, _) in &bad {
            eprintln!("\t{t}");
        }
        eprintln!("the others have finished:");
        for (t, _) in &ok {
            eprintln!("\t{t}");
        }
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}
