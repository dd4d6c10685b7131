//! Waits for the second purse for a moment, and neither pays nor counts if it does not get it.
//!
//! Finding: wrong-output

use std::{thread, time::Duration};

use common::{Worker, start};
use parking_lot::Mutex;

fn main() {
    start();
    let (left, right) = (Mutex::new(10), Mutex::new(10));
    let counted = thread::scope(|scope| {
        scope.spawn(|| {
            let mut worker = Worker::new("pay the right");
            worker.step();
            let mut from = left.lock();
            worker.step();
            if let Some(mut to) = right.try_lock_for(Duration::from_millis(100)) {
                *from -= 3;
                *to += 3;
            }
            worker.step();
        });
        scope.spawn(|| {
            let mut worker = Worker::new("pay the left");
            worker.step();
            let mut from = right.lock();
            worker.step();
            if let Some(mut to) = left.try_lock_for(Duration::from_millis(100)) {
                *from -= 1;
                *to += 1;
            }
            worker.step();
        });
        let count = scope.spawn(|| {
            let mut worker = Worker::new("count");
            worker.step();
            let left = left.lock();
            worker.step();
            let right = right.try_lock_for(Duration::from_millis(100));
            worker.step();
            right.map_or(0, |right| *left + *right)
        });
        count.join().expect("the worker does not panic")
    });
    let (left, right) = (left.into_inner(), right.into_inner());
    println!("{counted} counted; {left} left, {right} right");
}
