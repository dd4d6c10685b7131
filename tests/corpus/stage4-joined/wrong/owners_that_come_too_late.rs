//! Waits until no thread owns a share of a value. Main drops its own share before the threads have
//! theirs. They find that there is nothing left, and work all the same.
//!
//! Finding: no-wait

use std::{sync::Arc, thread, time::Duration};

use common::{start, worker};

fn main() {
    start();
    let owned = Arc::new(());
    let watched = Arc::downgrade(&owned);
    drop(owned);
    for task in ["sort data", "parse files", "generate output"] {
        let watched = watched.clone();
        thread::spawn(move || {
            let _owned = watched.upgrade();
            worker(task);
        });
    }
    while watched.upgrade().is_some() {
        thread::sleep(Duration::from_millis(1));
    }
}
