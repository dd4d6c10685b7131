//! Before its task, each thread does work of many steps.
//!
//! Finding: joined

use std::{
    sync::atomic::{AtomicUsize, Ordering::Relaxed},
    thread,
};

use common::{start, worker};

static PROGRESS: AtomicUsize = AtomicUsize::new(0);

fn main() {
    start();
    let hs = ["sort data", "parse files", "generate output"].map(|t| {
        thread::spawn(move || {
            for _ in 0..8000 {
                PROGRESS.fetch_add(1, Relaxed);
            }
            worker(t)
        })
    });
    for h in hs {
        h.join().unwrap();
    }
    assert_eq!(PROGRESS.load(Relaxed), 3 * 8000);
    println!("All done");
}
