//! Parks until the last worker unparks it, but for two seconds at most.
//!
//! Finding: sleeps

use std::{
    sync::atomic::{AtomicU32, Ordering},
    thread,
    time::Duration,
};

use common::{start, worker};

static LEFT: AtomicU32 = AtomicU32::new(3);

fn main() {
    start();
    for task in ["sort data", "parse files", "generate output"] {
        let main = thread::current();
        thread::spawn(move || {
            worker(task);
            if LEFT.fetch_sub(1, Ordering::AcqRel) == 1 {
                main.unpark();
            }
        });
    }
    thread::park_timeout(Duration::from_secs(2));
}
