//! Waits by a scope, beside a helper that spins until main tells it to stop.
//!
//! Finding: joined

use std::{
    hint,
    sync::atomic::{AtomicBool, Ordering},
    thread,
};

use common::{start, worker};

static STOP: AtomicBool = AtomicBool::new(false);

fn main() {
    start();
    let helper = thread::spawn(|| {
        while !STOP.load(Ordering::Relaxed) {
            hint::spin_loop();
        }
    });
    thread::scope(|scope| {
        scope.spawn(|| worker("sort data"));
        scope.spawn(|| worker("parse files"));
        scope.spawn(|| worker("generate output"));
    });
    STOP.store(true, Ordering::Relaxed);
    helper.join().unwrap();
}
