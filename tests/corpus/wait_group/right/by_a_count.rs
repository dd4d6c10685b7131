//! Counts the busy workers under a lock, as Go's wait groups do. Main sleeps until the count is 0.
//!
//! Finding: joined

use std::{
    sync::{Arc, Condvar, Mutex},
    thread,
};

use common::{start, tasks};

fn main() {
    start();
    let group = Arc::new((Mutex::new(0), Condvar::new()));
    for task in tasks() {
        *group.0.lock().unwrap() += 1;
        let group = Arc::clone(&group);
        thread::spawn(move || {
            task.run();
            *group.0.lock().unwrap() -= 1;
            group.1.notify_all();
        });
    }
    let (at_work, changed) = &*group;
    let at_work = at_work.lock().unwrap();
    drop(changed.wait_while(at_work, |count| *count > 0).unwrap());
    println!("All done");
}
