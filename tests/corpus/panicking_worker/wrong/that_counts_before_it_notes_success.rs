//! A worker is counted as ended before it notes that all went well. If main looks in between, it
//! reports a failure although no worker has failed.
//!
//! Finding: fails

use std::{
    process::ExitCode,
    sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst},
    thread,
};

use common::{start, worker};

static RUNNING: AtomicUsize = AtomicUsize::new(3);
static FINE: [AtomicBool; 3] = [const { AtomicBool::new(false) }; 3];

struct Running(thread::Thread);

impl Drop for Running {
    fn drop(&mut self) {
        RUNNING.fetch_sub(1, SeqCst);
        self.0.unpark();
    }
}

fn main() -> ExitCode {
    start();
    let tasks = ["sort data", "parse files", "generate output"];
    for (i, task) in tasks.into_iter().enumerate() {
        let running = Running(thread::current());
        thread::spawn(move || {
            {
                let _running = running;
                worker(task);
            }
            FINE[i].store(true, SeqCst);
        });
    }
    while RUNNING.load(SeqCst) > 0 {
        thread::park();
    }
    let mut failed = false;
    for (i, task) in tasks.into_iter().enumerate() {
        if !FINE[i].load(SeqCst) {
            eprintln!("error: {task} did not finish");
            failed = true;
        }
    }
    if failed {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    }
}
