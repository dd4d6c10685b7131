//! Counts as a wait group of Go does, but each thread adds itself when it runs, and not main before
//! it starts the thread. Main can look before the first thread has added itself.
//!
//! Finding: no-wait

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
    thread,
};

use common::{start, tasks};

fn main() {
    start();
    let running = Arc::new(AtomicUsize::new(0));
    for task in tasks() {
        let running = Arc::clone(&running);
        thread::spawn(move || {
            running.fetch_add(1, SeqCst);
            task.run();
            running.fetch_sub(1, SeqCst);
        });
    }
    while running.load(SeqCst) > 0 {
        thread::yield_now();
    }
    println!("All done");
}
