//! Polls after a sleep, and panics after five million looks. That is no time limit: main does not wait for
//! its workers, however fast they are.
//!
//! Finding: fails

use std::{
    hint,
    sync::atomic::{AtomicUsize, Ordering::SeqCst},
    thread,
    time::Duration,
};

use common::{start, worker};

static DONE: AtomicUsize = AtomicUsize::new(0);

fn main() {
    start();
    for task in ["sort data", "parse files", "generate output"] {
        thread::spawn(move || {
            worker(task);
            DONE.fetch_add(1, SeqCst);
        });
    }
    thread::sleep(Duration::from_millis(1500));
    let mut looks = 0;
    while DONE.load(SeqCst) < 3 {
        looks += 1;
        assert!(looks < 5_000_000, "it takes too long");
        hint::spin_loop();
    }
    println!("All done");
}
