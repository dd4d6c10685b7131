//! Each thread adds to a counter ten thousand times before its worker begins. Main does not wait.
//!
//! Finding: no-wait

use std::{
    sync::atomic::{AtomicU32, Ordering::SeqCst},
    thread,
};

use common::{start, worker};

static PREPARED: AtomicU32 = AtomicU32::new(0);

fn main() {
    start();
    for task in ["fetch pages", "index words", "rank pages"] {
        thread::spawn(move || {
            for _ in 0..10_000 {
                PREPARED.fetch_add(1, SeqCst);
            }
            worker(task);
        });
    }
}
