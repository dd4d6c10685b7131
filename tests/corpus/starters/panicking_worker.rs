//! Three workers. One of them fails: it panics. The program should report that.
//!
//! The other two workers should still finish. But the exit status should not be 0, and stderr
//! should name the task that failed. Type `cargo workshop run panicking_worker; echo $?` (in
//! PowerShell, `echo $LASTEXITCODE`): `parse files` fails. With `FAILS="sort data"` before the
//! command another worker fails, and with `FAILS=nobody` no worker fails. The check tries all of
//! these.

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
