//! Has as many counts as there are processors, so that threads seldom meet at one, and adds them up
//! when all have ended.
//!
//! Finding: joined

use std::{
    iter,
    sync::atomic::{AtomicU32, Ordering},
    thread,
};

use common::{start, tasks};

fn main() {
    start();
    let processors = thread::available_parallelism().map_or(1, |count| count.get());
    let counts: Vec<AtomicU32> = (0..processors).map(|_| AtomicU32::new(0)).collect();
    thread::scope(|scope| {
        for (task, count) in iter::zip(tasks(), counts.iter().cycle()) {
            scope.spawn(move || {
                let mut worker = task.worker();
                for _ in 0..3 {
                    worker.step();
                }
                count.fetch_add(1, Ordering::Relaxed);
            });
        }
    });
    let done: u32 = counts.into_iter().map(AtomicU32::into_inner).sum();
    println!("tasks done: {done}");
}
