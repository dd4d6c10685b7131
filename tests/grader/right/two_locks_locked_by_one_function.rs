//! Has one function that locks both purses, in its own order, and lends them to a closure: nobody else locks
//! any.
//!
//! Finding: joined
//! Graded as: two_locks

use std::thread;

use common::{Lock, Worker, start};

struct Purses {
    left: Lock<i32>,
    right: Lock<i32>,
}

impl Purses {
    /// Calls `pay` with what is in the left purse and in the right one, while nobody else has them.
    fn with_both(&self, worker: &mut Worker, pay: impl FnOnce(&mut Worker, &mut i32, &mut i32)) {
        let mut left = self.left.lock(worker);
        let mut right = self.right.lock(worker);
        pay(worker, &mut left, &mut right);
    }
}

fn main() {
    start();
    let (left, right) = (Lock::new(10), Lock::new(10));
    let purses = Purses { left, right };
    thread::scope(|scope| {
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
    });
    let Purses { left, right } = purses;
    println!("{} left, {} right", left.into_inner(), right.into_inner());
}
