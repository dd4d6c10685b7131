//! Each thread waits in an endless loop for main to have started all the others, and main never
//! says so.
//!
//! Finding: hangs

use std::{
    sync::atomic::{AtomicBool, Ordering},
    thread,
};

use common::{start, tasks};

static ALL_STARTED: AtomicBool = AtomicBool::new(false);

fn main() {
    start();
    let tasks = tasks();
    thread::scope(|scope| {
        for task in &tasks {
            scope.spawn(move || {
                while !ALL_STARTED.load(Ordering::SeqCst) {
                    thread::yield_now();
                }
                task.run()
            });
        }
    });
    tasks.finish();
}
