//! Has a channel for a list: each thread takes the next task out, and a lock is held only for that.
//!
//! Finding: joined

use std::{
    sync::{Mutex, mpsc},
    thread,
};

use common::{start, tasks};

fn main() {
    start();
    let (sender, list) = mpsc::channel();
    for task in tasks() {
        sender.send(task).expect("the list is not dropped");
    }
    drop(sender);
    let list = Mutex::new(list);
    let next = || list.lock().expect("no thread panics").recv();
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                while let Ok(task) = next() {
                    task.run();
                }
            });
        }
    });
    let left = list.into_inner().expect("no thread panics");
    println!("{} tasks left", left.into_iter().count());
}
