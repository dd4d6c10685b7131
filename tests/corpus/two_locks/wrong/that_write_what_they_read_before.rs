//! Reads the first purse and gives it back. Later it writes the old value, less the coins. So the
//! coins that another worker has added meanwhile are lost.
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
            let before = *left.lock(&mut worker);
            *right.lock(&mut worker) += 3;
            *left.lock(&mut worker) = before - 3;
        });
        scope.spawn(|| {
            let mut worker = Worker::new("pay the left");
            let before = *right.lock(&mut worker);
            *left.lock(&mut worker) += 1;
            *right.lock(&mut worker) = before - 1;
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
