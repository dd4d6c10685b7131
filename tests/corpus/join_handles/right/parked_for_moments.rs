//! Parks for a tenth of a second at a time, until a flag says that the last worker is done. That
//! may take as long as it likes.
//!
//! Finding: joined

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst},
    },
    thread,
    time::Duration,
};

use common::{start, worker};

fn main() {
    start();
    let (left, are_done) = (
        Arc::new(AtomicUsize::new(3)),
        Arc::new(AtomicBool::new(false)),
    );
    for task in ["sort data", "parse files", "generate output"] {
        let (left, are_done) = (Arc::clone(&left), Arc::clone(&are_done));
        thread::spawn(move || {
            worker(task);
            if left.fetch_sub(1, SeqCst) == 1 {
                are_done.store(true, SeqCst);
            }
        });
    }
    while !are_done.load(SeqCst) {
        thread::park_timeout(Duration::from_millis(100));
    }
    println!("All done");
}
