//! Each thread takes the list out of its lock, adds its result, and puts the list back. What
//! another thread has put there in between is lost.
//!
//! Finding: wrong-output

use std::{collections::BTreeMap, mem, thread};

use common::{start, tasks};
use parking_lot::Mutex;

fn main() {
    start();
    let results = Mutex::new(BTreeMap::new());
    thread::scope(|scope| {
        for (place, task) in tasks().into_iter().enumerate() {
            let results = &results;
            scope.spawn(move || {
                let result = task.run();
                let mut so_far = mem::take(&mut *results.lock());
                so_far.insert(place, result);
                *results.lock() = so_far;
            });
        }
    });
    for result in results.into_inner().into_values() {
        println!("{result}");
    }
}
