//! Each thread returns whether the setting `FAILS` names its task, before it has done anything. The
//! panic itself is thrown away.
//!
//! Finding: fails

use std::{env, iter, panic, process, thread};

use common::{start, worker};

fn main() {
    start();
    let failing = env::var("FAILS").unwrap_or_default();
    let tasks = ["sort data", "parse files", "generate output"];
    let handles = tasks.map(|task| {
        let fails = task == failing;
        thread::spawn(move || {
            let _ = panic::catch_unwind(|| worker(task));
            fails
        })
    });
    let mut status = 0;
    for (task, handle) in iter::zip(tasks, handles) {
        if handle.join().unwrap() {
            eprintln!("{task} failed");
            status = 1;
        }
    }
    process::exit(status);
}
