//! Main sleeps for 10 s, and panics if the workers are not done by then. It sleeps on if they are
//! done at once.
//!
//! Finding: sleeps

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
    thread::sleep(Duration::from_secs(10));
    assert_eq!(DONE.load(SeqCst), 3);
    println!("All done");
}
