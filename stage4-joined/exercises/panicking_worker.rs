//! Three workers, one of which cannot do its work. The program should report that.
//!
//! The other two should finish all the same. But the exit status should not be 0 then, and stderr
//! should name the task that failed. Run it with `cargo workshop run panicking_worker; echo $?` (in
//! PowerShell, `echo $LASTEXITCODE`): `parse files` fails. With `FAILS="sort data"` another worker
//! fails, and with `FAILS=nobody` none does. The check tries all of these.
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
