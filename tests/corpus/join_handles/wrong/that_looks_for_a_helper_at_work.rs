//! Looks again and again whether a helper that has much to do has finished, and waits for no worker.
//!
//! Finding: sleeps

use std::{
    hint,
    sync::atomic::{AtomicUsize, Ordering::SeqCst},
    thread,
};

use common::{start, worker};

static COUNT: AtomicUsize = AtomicUsize::new(0);

fn main() {
    start();
    for task in ["sort data", "parse files", "generate output"] {
        thread::spawn(move || worker(task));
    }
    let helper = thread::spawn(|| {
        for _ in 0..400_000 {
            COUNT.fetch_add(1, SeqCst);
        }
    });
    while !helper.is_finished() {
        hint::spin_loop();
    }
    println!("All done");
}
