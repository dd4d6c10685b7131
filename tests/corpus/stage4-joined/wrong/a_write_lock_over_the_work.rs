//! Takes a lock for many readers, but takes it to write, so that only one thread can have it.
//!
//! Finding: serial

use std::{sync::RwLock, thread};

use common::{start, worker};

static LOCK: RwLock<()> = RwLock::new(());

fn alone(task: &str) {
    let _guard = LOCK.write().unwrap();
    worker(task);
}

fn main() {
    start();
    thread::scope(|scope| {
        scope.spawn(|| alone("sort data"));
        scope.spawn(|| alone("parse files"));
        scope.spawn(|| alone("generate output"));
    });
}
