//! A wait group made by hand. A thread notifies main and counts itself out afterwards: main may
//! have looked by then, and no thread notifies it again.
//!
//! Finding: hangs

use std::{
    sync::{Arc, Condvar, Mutex},
    thread,
};

use common::{start, tasks};

#[derive(Default)]
struct Group {
    running: Mutex<usize>,
    one_is_done: Condvar,
}

fn main() {
    start();
    let group = Arc::new(Group::default());
    for task in tasks() {
        *group.running.lock().unwrap() += 1;
        let group = Arc::clone(&group);
        thread::spawn(move || {
            task.run();
            group.one_is_done.notify_all();
            *group.running.lock().unwrap() -= 1;
        });
    }
    let mut running = group.running.lock().unwrap();
    while *running > 0 {
        running = group.one_is_done.wait(running).unwrap();
    }
    println!("All done");
}
