//! Each thread pushes its result, and then counts itself; main sorts and prints when all are
//! counted.
//!
//! Finding: joined

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
    thread,
};

use common::{start, tasks};

fn main() {
    start();
    let shared = Arc::new((Mutex::new(Vec::new()), AtomicUsize::new(0)));
    let mut threads = 0;
    for task in tasks() {
        let (place, shared) = (threads, Arc::clone(&shared));
        thread::spawn(move || {
            let result = task.run();
            shared.0.lock().unwrap().push((place, result));
            shared.1.fetch_add(1, SeqCst);
        });
        threads += 1;
    }
    while shared.1.load(SeqCst) < threads {
        thread::yield_now();
    }
    let mut results = shared.0.lock().unwrap();
    results.sort();
    for (_, result) in &*results {
        println!("{result}");
    }
}
