//! Main polls until one worker is done, and panics if the others are not.
//!
//! Finding: fails

use std::{
    sync::atomic::{AtomicUsize, Ordering::SeqCst},
    thread,
    time::Duration,
};

use common::{start, worker};

static DONE: AtomicUsize = AtomicUsize::new(0);

fn main() {
    start();
    for task in ["sort data", "parse files", "generate output"] {
        thread::spawn(move || {
            worker(task);
            DONE.fetch_add(1, SeqCst);
        });
    }
    while DONE.load(SeqCst) == 0 {
        thread::sleep(Duration::from_millis(1));
    }
    assert_eq!(DONE.load(SeqCst), 3);
    println!("All done");
}
