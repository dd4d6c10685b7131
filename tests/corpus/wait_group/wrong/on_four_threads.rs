//! Four threads take tasks from a list. With more tasks, not each has a thread of its own.
//!
//! Finding: partly-serial

use std::{
    sync::{Arc, Mutex},
    thread,
};

use common::{start, tasks};
use crossbeam_utils::sync::WaitGroup;

fn main() {
    start();
    let list = Arc::new(Mutex::new(tasks().into_iter()));
    let group = WaitGroup::new();
    for _ in 0..4 {
        let (list, running) = (Arc::clone(&list), group.clone());
        thread::spawn(move || {
            let next = || list.lock().unwrap().next();
            while let Some(task) = next() {
                task.run();
            }
            drop(running);
        });
    }
    group.wait();
    println!("All done");
}
