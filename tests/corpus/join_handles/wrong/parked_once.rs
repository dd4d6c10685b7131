//! Main parks once until the last worker unparks it. But park may return by itself, so it belongs
//! in a loop.
//!
//! Finding: forgets-some

use std::{
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

use common::{start, worker};

const TASKS: [&str; 3] = ["sort data", "parse files", "generate output"];

static AT_WORK: AtomicUsize = AtomicUsize::new(TASKS.len());

fn main() {
    start();
    let main = thread::current();
    for task in TASKS {
        let main = main.clone();
        thread::spawn(move || {
            worker(task);
            if AT_WORK.fetch_sub(1, Ordering::AcqRel) == 1 {
                main.unpark();
            }
        });
    }
    if AT_WORK.load(Ordering::Acquire) != 0 {
        thread::park();
    }
    println!("All done");
}
