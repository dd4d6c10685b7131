//! Each thread reads the count under a lock and writes it under another one, so that the end of a
//! worker can be lost. Then main looks at the count for ever.
//!
//! Finding: hangs

use std::{
    sync::{Arc, Mutex},
    thread,
};

use common::{start, tasks};

fn main() {
    start();
    let left = Arc::new(Mutex::new(0));
    for task in tasks() {
        *left.lock().unwrap() += 1;
        let left = Arc::clone(&left);
        thread::spawn(move || {
            task.run();
            let before = *left.lock().unwrap();
            *left.lock().unwrap() = before - 1;
        });
    }
    while *left.lock().unwrap() > 0 {
        thread::yield_now();
    }
    println!("All done");
}
