//! Each thread drops its clone of the wait group when its worker is done, and raises a flag
//! afterwards if the worker has panicked. Main may look before the flag is up.
//!
//! Finding: fails

use std::{
    iter, panic, process,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::SeqCst},
    },
    thread,
};

use common::{start, worker};
use crossbeam_utils::sync::WaitGroup;

fn main() {
    start();
    let tasks = ["sort data", "parse files", "generate output"];
    let flags: Arc<[AtomicBool; 3]> = Arc::default();
    let group = WaitGroup::new();
    for (place, task) in tasks.into_iter().enumerate() {
        let (flags, running) = (Arc::clone(&flags), group.clone());
        thread::spawn(move || {
            let result = panic::catch_unwind(|| worker(task));
            drop(running);
            flags[place].store(result.is_err(), SeqCst);
        });
    }
    group.wait();
    let mut status = 0;
    for (task, has_failed) in iter::zip(tasks, flags.iter()) {
        if has_failed.load(SeqCst) {
            eprintln!("{task} failed");
            status = 1;
        }
    }
    process::exit(status);
}
