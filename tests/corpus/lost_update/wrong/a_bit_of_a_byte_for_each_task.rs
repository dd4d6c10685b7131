//! Each thread sets a bit of its own, and main counts the bits. A byte has bits for eight tasks.
//!
//! Finding: wrong-output

use std::{
    sync::atomic::{AtomicU8, Ordering::SeqCst},
    thread,
};

use common::{start, tasks};

static DONE: AtomicU8 = AtomicU8::new(0);

fn main() {
    start();
    thread::scope(|scope| {
        for (number, task) in tasks().into_iter().enumerate() {
            scope.spawn(move || {
                task.run();
                DONE.fetch_or(1 << (number % 8), SeqCst);
            });
        }
    });
    println!("tasks done: {}", DONE.load(SeqCst).count_ones());
}
