//! A thread looks how many tasks are left, gives the lock back, and then removes the last one by
//! its place. Another thread may have removed it, and then there is no such place.
//!
//! Finding: fails

use std::{
    sync::{Mutex, MutexGuard},
    thread,
};

use common::{Task, start, tasks};

/// The tasks that are left.
static LIST: Mutex<Vec<Task>> = Mutex::new(Vec::new());

fn main() {
    start();
    list().extend(tasks());
    let handles = [(); 3].map(|()| thread::spawn(work));
    for handle in handles {
        handle.join().expect("the worker does not panic");
    }
    println!("{} tasks left", list().len());
}

fn work() {
    loop {
        let left = list().len();
        if left == 0 {
            break;
        }
        let task = list().remove(left - 1);
        task.run();
    }
}

fn list() -> MutexGuard<'static, Vec<Task>> {
    LIST.lock().expect("no thread panics with the lock")
}
