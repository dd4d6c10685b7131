//! Logs who begins and who ends, and leaves it to the reader to find out who did not.
//!
//! Finding: fails

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
    let ok = hs
        .into_iter()
        .filter(|_| true)
        .fold(true, |ok, (_, h)| h.join().is_ok() & ok);
    if ok {
        ExitCode::SUCCESS
    } else {
        eprintln!("a worker failed");
        ExitCode::FAILURE
    }
}
