//! Two threads take a task and mark it as begun under the same lock, and main waits until the list
//! is empty and no thread is busy.
//!
//! Finding: joined

use std::{sync::Arc, thread, time::Duration};

use common::{start, worker};
use parking_lot::Mutex;

const TASKS: [&str; 6] = [
    "sort data",
    "parse files",
    "generate output",
    "read mail",
    "send mail",
    "clean up",
];

struct Pool {
    tasks: Vec<&'static str>,
    busy: usize,
}

fn main() {
    start();
    let pool = Arc::new(Mutex::new(Pool {
        tasks: TASKS.to_vec(),
        busy: 0,
    }));
    for _ in 0..2 {
        let pool = Arc::clone(&pool);
        thread::spawn(move || {
            while let Some(task) = next(&pool) {
                worker(task);
                pool.lock().busy -= 1;
            }
        });
    }
    while !is_done(&pool.lock()) {
        thread::sleep(Duration::from_millis(5));
    }
    println!("All done");
}

/// Takes a task, and counts who does it as busy.
fn next(pool: &Mutex<Pool>) -> Option<&'static str> {
    let mut pool = pool.lock();
    let task = pool.tasks.pop()?;
    pool.busy += 1;
    Some(task)
}

fn is_done(pool: &Pool) -> bool {
    pool.tasks.is_empty() && pool.busy == 0
}
