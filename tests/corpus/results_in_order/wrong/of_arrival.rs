//! Lets each thread add its result to a shared list, which so has them in the order of arrival.
//!
//! Finding: wrong-output

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
    for result in results.into_inner().unwrap() {
        println!("{result}");
    }
}
