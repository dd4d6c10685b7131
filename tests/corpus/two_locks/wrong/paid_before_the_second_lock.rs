//! Pays out of the first purse before it has the second, and still waits for it with the first in
//! hand.
//!
//! Finding: hangs

use std::thread;

use common::{Lock, Worker, start};

fn main() {
    start();
    let (left, right) = (Lock::new(10), Lock::new(10));
    let counted = thread::scope(|scope| {
        scope.spawn(|| {
            let mut worker = Worker::new("pay the right");
            worker.step();
            let mut from = left.lock(&mut worker);
            *from -= 3;
            let mut to = right.lock(&mut worker);
            *to += 3;
        });
        scope.spawn(|| {
            let mut worker = Worker::new("pay the left");
            worker.step();
            let mut from = right.lock(&mut worker);
            *from -= 1;
            let mut to = left.lock(&mut worker);
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
