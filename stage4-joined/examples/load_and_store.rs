//! Two threads that count with one atomic number. This program is wrong on purpose: each thread
//! reads in one operation and writes in another.

use std::{
    sync::atomic::{AtomicU32, Ordering},
    thread,
};

fn main() {
    let count = AtomicU32::new(0);
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                let before = count.load(Ordering::SeqCst);
                count.store(before + 1, Ordering::SeqCst);
            });
        }
    });
    println!("Counted: {}", count.into_inner());
}
