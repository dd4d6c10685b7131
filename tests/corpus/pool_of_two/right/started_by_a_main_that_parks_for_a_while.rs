//! Main looks for a free place again and again, and parks for a hundredth of a second in between.
//!
//! Finding: joined

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
    thread,
    time::Duration,
};

use common::{start, worker};

const TASKS: [&str; 6] = [
    "sort data",
    "parse files",
    "generate output",
    "read mail",
    "send mail",
    "clean up",
];

fn main() {
    start();
    let free = Arc::new(AtomicUsize::new(2));
    let mut handles = Vec::new();
    for task in TASKS {
        while free
            .fetch_update(SeqCst, SeqCst, |places| places.checked_sub(1))
            .is_err()
        {
            thread::park_timeout(Duration::from_millis(10));
        }
        let free = Arc::clone(&free);
        handles.push(thread::spawn(move || {
            worker(task);
            free.fetch_add(1, SeqCst);
        }));
    }
    for handle in handles {
        handle.join().expect("the worker does not panic");
    }
    println!("All done");
}
