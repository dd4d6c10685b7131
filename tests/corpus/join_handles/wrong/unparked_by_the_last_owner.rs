//! Parks until the last thread unparks main. A thread takes itself for the last one if no other one
//! has a share; two that look at the same moment both see the other's, and neither unparks main.
//!
//! Finding: hangs

use std::{
    iter,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::SeqCst},
    },
    thread,
};

use common::{start, worker};

static IS_DONE: AtomicBool = AtomicBool::new(false);

fn main() {
    start();
    let main = Arc::new(thread::current());
    let shares = [(); 3].map(|()| Arc::clone(&main));
    for (task, main) in iter::zip(["sort data", "parse files", "generate output"], shares) {
        thread::spawn(move || {
            worker(task);
            // The first share is main's own.
            if Arc::strong_count(&main) == 2 {
                IS_DONE.store(true, SeqCst);
                main.unpark();
            }
        });
    }
    while !IS_DONE.load(SeqCst) {
        thread::park();
    }
    println!("All done");
}
