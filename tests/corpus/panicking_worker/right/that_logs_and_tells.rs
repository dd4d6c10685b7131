//! Logs who begins and who ends, and says in the end who has failed.
//!
//! Finding: joined

use std::{process::ExitCode, thread};

use common::{start, worker};

fn main() -> ExitCode {
    start();
    let hs = ["sort data", "parse files", "generate output"].map(|t| {
        (
            t,
            thread::spawn(move || {
                eprintln!("[{t}] begins");
                worker(t);
                eprintln!("[{t}] ends")
            }),
        )
    });
    let bad: Vec<_> = hs
        .into_iter()
        .filter_map(|(t, h)| h.join().is_err().then_some(t))
        .collect();
    bad.iter().for_each(|t| eprintln!("FAILED: {t}"));
    if bad.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
