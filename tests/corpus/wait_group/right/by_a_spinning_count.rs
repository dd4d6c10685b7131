//! Counts the workers before it starts them, and looks at the count again and again, with
//! `yield_now` between two looks.
//!
//! Finding: joined

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
    while running.load(SeqCst) > 0 {
        thread::yield_now();
    }
    println!("All done");
}
