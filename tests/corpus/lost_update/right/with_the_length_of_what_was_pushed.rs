//! Each worker pushes its result to a shared list when it is done, and main prints how many came:
//! here a length is the count of the work.
//!
//! Finding: joined

use std::{sync::Mutex, thread};

use common::{start, tasks};

fn main() {
    start();
    let results = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for task in tasks() {
            let results = &results;
            scope.spawn(move || {
                let result = task.run();
                results.lock().unwrap().push(result);
            });
        }
    });
    println!("tasks done: {}", results.into_inner().unwrap().len());
}
