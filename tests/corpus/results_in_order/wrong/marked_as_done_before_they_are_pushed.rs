//! Each thread says that it is done, and then pushes its result. Main sorts what is in the list
//! when all are done, and one result may come later.
//!
//! Finding: wrong-output

use std::{sync::Arc, thread};

use common::{start, tasks};
use crossbeam_utils::sync::WaitGroup;
use parking_lot::Mutex;

fn main() {
    start();
    let results = Arc::new(Mutex::new(Vec::new()));
    let group = WaitGroup::new();
    for (place, task) in tasks().into_iter().enumerate() {
        let (results, running) = (Arc::clone(&results), group.clone());
        thread::spawn(move || {
            let result = task.run();
            drop(running);
            results.lock().push((place, result));
        });
    }
    group.wait();
    let mut results = results.lock();
    results.sort();
    for (_, result) in &*results {
        println!("{result}");
    }
}
