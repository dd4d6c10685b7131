//! A stopper sets a flag under its lock and releases the lock before it waits for its tasks. A
//! task can look at the flag and report that it has ended.
//!
//! Source: GoBench GoKer, cockroach#1055
//! Kind: deadlock

use std::sync::{Condvar, Mutex};
use std::thread;

static DRAINING: Mutex<bool> = Mutex::new(false);
static TASKS: Mutex<u32> = Mutex::new(2);
static TASK_ENDED: Condvar = Condvar::new();

fn task() {
    if *DRAINING.lock().unwrap() {
        println!("the task stops early");
    }
    *TASKS.lock().unwrap() -= 1;
    TASK_ENDED.notify_one();
}

fn stop() {
    *DRAINING.lock().unwrap() = true;
    let tasks = TASKS.lock().unwrap();
    drop(TASK_ENDED.wait_while(tasks, |tasks| *tasks > 0).unwrap());
}

fn main() {
    thread::scope(|scope| {
        scope.spawn(task);
        scope.spawn(task);
        stop();
    });
    println!("stopped");
}
