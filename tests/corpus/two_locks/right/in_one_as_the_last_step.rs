//! Has one lock for both purses, which is taken as the last step.
//!
//! Finding: joined

use std::thread;

use common::{Lock, Worker, start};

fn main() {
    start();
    let purses = Lock::new((10, 10));
    let pay = |task, coins| {
        let mut worker = Worker::new(task);
        worker.step();
        worker.step();
        let mut purses = purses.lock(&mut worker);
        purses.0 -= coins;
        purses.1 += coins;
        purses.0 + purses.1
    };
    let counted = thread::scope(|scope| {
        scope.spawn(|| pay("pay the right", 3));
        scope.spawn(|| pay("pay the left", -1));
        let count = scope.spawn(|| pay("count", 0));
        count.join().expect("the worker does not panic")
    });
    let (left, right) = purses.into_inner();
    println!("{counted} counted; {left} left, {right} right");
}
