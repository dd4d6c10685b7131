//! Never holds two purses at a time: it takes the coins out of one, and then puts them into the other.
//!
//! Finding: joined
//! Graded as: two_locks

use std::thread;

use common::{Lock, Worker, start};

fn main() {
    start();
    let (left, right) = (Lock::new(10), Lock::new(10));
    thread::scope(|scope| {
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
    });
    println!("{} left, {} right", left.into_inner(), right.into_inner());
}
