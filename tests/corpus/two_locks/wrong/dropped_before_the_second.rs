//! Locks in the same order, but drops the first guard before it locks the second. Who counts in
//! between finds too few coins, or too many.
//!
//! Finding: wrong-output

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
            drop(from);
            let mut to = right.lock(&mut worker);
            *to += 3;
        });
        scope.spawn(|| {
            let mut worker = Worker::new("pay the left");
            worker.step();
            let mut to = left.lock(&mut worker);
            *to += 1;
            drop(to);
            let mut from = right.lock(&mut worker);
            *from -= 1;
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
