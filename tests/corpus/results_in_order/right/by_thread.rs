//! Keeps the results in a hash map under a lock, each by the id of its thread, and looks them up in
//! the order in which the threads were started.
//!
//! Finding: joined

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
    thread,
};

use common::{start, tasks};

fn main() {
    start();
    let results = Arc::new(Mutex::new(HashMap::new()));
    let mut handles = Vec::new();
    for task in tasks() {
        let results = Arc::clone(&results);
        handles.push(thread::spawn(move || {
            let result = task.run();
            let id = thread::current().id();
            results.lock().unwrap().insert(id, result);
        }));
    }
    let ids: Vec<_> = handles.iter().map(|handle| handle.thread().id()).collect();
    for handle in handles {
        handle.join().unwrap();
    }
    let results = results.lock().unwrap();
    for id in ids {
        println!("{}", results[&id]);
    }
}
