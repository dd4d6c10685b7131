//! Looks at the count of workers, yields, and looks again, ten thousand times at most.
//!
//! Finding: sleeps

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
        running.fetch_add(1, SeqCst);
        let running = Arc::clone(&running);
        thread::spawn(move || {
            task.run();
            running.fetch_sub(1, SeqCst);
        });
    }
    for _ in 0..10_000 {
        if running.load(SeqCst) == 0 {
            break;
        }
        thread::yield_now();
    }
    println!("All done");
}
