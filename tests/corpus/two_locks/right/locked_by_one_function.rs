//! Has one function that locks both purses, in its own order, and lends them to a closure. No other
//! code locks a purse.
//!
//! Finding: joined

use std::thread;

use common::{Lock, Worker, start};

struct Purses {
    left: Lock<i32>,
    right: Lock<i32>,
}

impl Purses {
    /// Calls `job` with the contents of both purses, left and right. No other worker has them then.
    fn with_both<T>(
        &self,
        worker: &mut Worker,
        job: impl FnOnce(&mut Worker, &mut i32, &mut i32) -> T,
    ) -> T {
        let mut left = self.left.lock(worker);
        let mut right = self.right.lock(worker);
        job(worker, &mut left, &mut right)
    }
}

fn main() {
    start();
    let (left, right) = (Lock::new(10), Lock::new(10));
    let purses = Purses { left, right };
    let counted = thread::scope(|scope| {
        scope.spawn(|| {
            let mut worker = Worker::new("pay the right");
            purses.with_both(&mut worker, |worker, left, right| {
                worker.step();
                *left -= 3;
                *right += 3;
            });
        });
        scope.spawn(|| {
            let mut worker = Worker::new("pay the left");
            purses.with_both(&mut worker, |worker, left, right| {
                worker.step();
                *right -= 1;
                *left += 1;
            });
        });
        let count = scope.spawn(|| {
            let mut worker = Worker::new("count");
            purses.with_both(&mut worker, |worker, left, right| {
                worker.step();
                *left + *right
            })
        });
        count.join().expect("the worker does not panic")
    });
    let Purses { left, right } = purses;
    let (left, right) = (left.into_inner(), right.into_inner());
    println!("{counted} counted; {left} left, {right} right");
}
