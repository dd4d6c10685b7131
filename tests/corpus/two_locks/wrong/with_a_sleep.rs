//! Lets the second worker sleep before it begins to lock, in the hope that the others are done by
//! then.
//!
//! Finding: hangs

use std::{thread, time::Duration};

use common::{Lock, Worker, sleep, start};

fn main() {
    start();
    let (left, right) = (Lock::new(10), Lock::new(10));
    let counted = thread::scope(|scope| {
        scope.spawn(|| {
            let mut worker = Worker::new("pay the right");
            worker.step();
            let mut from = left.lock(&mut worker);
            let mut to = right.lock(&mut worker);
            *from -= 3;
            *to += 3;
        });
        scope.spawn(|| {
            let mut worker = Worker::new("pay the left");
            worker.step();
            sleep(Duration::from_secs(3));
            let mut from = right.lock(&mut worker);
            let mut to = left.lock(&mut worker);
            *from -= 1;
            *to += 1;
        });
        let count = scope.spawn(|| {
            let mut worker = Worker::new("count");
            worker.step();
            let left = left.lock(&mut worker);
            let right = right.lock(&mut worker);
            *left + *right
        });
        count.join().expect("the worker does not panic")
    });
    let (left, right) = (left.into_inner(), right.into_inner());
    println!("{counted} counted; {left} left, {right} right");
}
