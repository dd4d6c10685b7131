//! Parks until the count of workers is 0, and looks again whenever a thread has unparked main.
//!
//! Finding: joined

use std::{
    sync::atomic::{AtomicUsize, Ordering::SeqCst},
    thread,
};

use common::{start, worker};

static LEFT: AtomicUsize = AtomicUsize::new(3);

fn main() {
    start();
    let main = thread::current();
    for task in ["sort data", "parse files", "generate output"] {
        let main = main.clone();
        thread::spawn(move || {
            worker(task);
            LEFT.fetch_sub(1, SeqCst);
            main.unpark();
        });
    }
    while LEFT.load(SeqCst) > 0 {
        thread::park();
    }
    println!("All done");
}
