//! Polls an `Arc` that each thread owns for as long as it works, until main is its only owner.
//!
//! Finding: joined

use std::{sync::Arc, thread, time::Duration};

use common::{start, worker};

fn main() {
    start();
    let running = Arc::new(());
    for task in ["sort data", "parse files", "generate output"] {
        let running = Arc::clone(&running);
        thread::spawn(move || {
            worker(task);
            drop(running);
        });
    }
    while Arc::strong_count(&running) > 1 {
        thread::sleep(Duration::from_millis(2));
    }
    println!("All done");
}
