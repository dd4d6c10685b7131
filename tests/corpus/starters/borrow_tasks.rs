//! As many workers as there are tasks, which the program learns when it runs. Main lends each thread its
//! task, waits for all of them, and has the whole list back in the end.
//!
//! The compiler refuses it. Read its first message with `cargo workshop check borrow_tasks`: what is the
//! compiler afraid of? The tasks cannot be cloned, and there should be no need to.
//! (`TASKS="read mail, send mail" cargo workshop run borrow_tasks` sets tasks, as the check does.)
//!
//! Finding: does-not-build

use std::thread;

use common::{start, tasks};

fn main() {
    start();
    let tasks = tasks();
    let mut handles = Vec::new();
    for task in &tasks {
        // TODO: how long may this thread live, and how long does `tasks`?
        handles.push(thread::spawn(|| task.run()));
    }
    for handle in handles {
        handle.join().expect("the worker does not panic");
    }
    tasks.finish();
}
