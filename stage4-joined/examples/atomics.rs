//! Two threads that count with one atomic number. Each `fetch_add` is one operation.

use std::{
    sync::atomic::{AtomicU32, Ordering},
    thread,
};

fn main() {
    let count = AtomicU32::new(0);
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| count.fetch_add(1, Ordering::SeqCst));
        }
    });
    println!("Counted: {}", count.into_inner());
}
