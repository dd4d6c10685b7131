//! A worker holds a read lock while it waits for a job. A writer waits for that lock, and the
//! writer keeps out the producer, which needs a read lock to add the job.
//!
//! Source: GoBench GoKer, kubernetes#58107
//! Kind: deadlock
//! Ends: deadlock

use std::sync::{Condvar, Mutex, RwLock};
use std::thread;

static LIMIT: RwLock<u32> = RwLock::new(1);
static JOBS: Mutex<Vec<u32>> = Mutex::new(Vec::new());
static JOB_ADDED: Condvar = Condvar::new();

fn take_job() -> u32 {
    let jobs = JOBS.lock().unwrap();
    let mut jobs = JOB_ADDED.wait_while(jobs, |jobs| jobs.is_empty()).unwrap();
    jobs.pop().unwrap()
}

fn work() {
    let limit = LIMIT.read().unwrap();
    let job = take_job();
    assert!(job <= *limit);
}

fn produce() {
    let limit = LIMIT.read().unwrap();
    JOBS.lock().unwrap().push(*limit);
    JOB_ADDED.notify_one();
}

fn main() {
    thread::scope(|scope| {
        scope.spawn(work);
        scope.spawn(produce);
        *LIMIT.write().unwrap() = 2;
    });
    println!("{} jobs left", JOBS.lock().unwrap().len());
}
