//! Each thread puts its result into the same place, from which main takes it. Two threads that are
//! done at the same moment write over each other, and main waits for a result that is gone.
//!
//! Finding: hangs

use std::{sync::Arc, thread, time::Duration};

use common::{start, tasks};
use parking_lot::Mutex;

fn main() {
    start();
    let newest = Arc::new(Mutex::new(None));
    let mut threads = 0;
    for task in tasks() {
        let (place, newest) = (threads, Arc::clone(&newest));
        thread::spawn(move || {
            let result = task.run();
            *newest.lock() = Some((place, result));
        });
        threads += 1;
    }
    let mut results = Vec::new();
    while results.len() < threads {
        results.extend(newest.lock().take());
        thread::sleep(Duration::from_millis(1));
    }
    results.sort();
    for (_, result) in results {
        println!("{result}");
    }
}
