//! Three workers, one of which cannot do its work. Whoever runs the program should hear of it.
//!
//! The other two should finish all the same. But the exit status should not be 0 then, and stderr should
//! name the task that failed. Run it with `cargo workshop run panicking_worker; echo $?` (in PowerShell,
//! `echo $LASTEXITCODE`): it is `parse files` that fails. With the setting `FAILS="sort data"` it is another
//! one, and with `FAILS=nobody` all is well. The check tries all of these.
//!
//! Finding: fails

use std::thread;

use common::{start, worker};

fn main() {
    start();
    let tasks = ["sort data", "parse files", "generate output"];
    let handles = tasks.map(|task| thread::spawn(move || worker(task)));
    for handle in handles {
        // TODO: what does `join` return if the thread has panicked?
        let _ = handle.join();
    }
}
