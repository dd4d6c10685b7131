//! Never holds two purses at a time: it takes the coins out of one, and then puts them into the
//! other. In between they are in neither.
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
            *left.lock(&mut worker) -= 3;
            *right.lock(&mut worker) += 3;
        });
        scope.spawn(|| {
            let mut worker = Worker::new("pay the left");
            worker.step();
            *right.lock(&mut worker) -= 1;
            *left.lock(&mut worker) += 1;
        });
        let count = scope.spawn(|| {
            let mut worker = Worker::new("count");
            worker.step();
            let left = *left.lock(&mut worker);
            let right = *right.lock(&mut worker);
            left + right
        });
        count.join().expect("the worker does not panic")
    });
    let (left, right) = (left.into_inner(), right.into_inner());
    println!("{counted} counted; {left} left, {right} right");
}
