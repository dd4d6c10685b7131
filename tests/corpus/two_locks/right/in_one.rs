//! Both purses are behind one lock, so there is no order to keep.
//!
//! Finding: joined

use std::thread;

use common::{Lock, Worker, start};

fn main() {
    start();
    let purses = Lock::new((10, 10));
    let counted = thread::scope(|scope| {
        scope.spawn(|| {
            let mut worker = Worker::new("pay the right");
            worker.step();
            let mut purses = purses.lock(&mut worker);
            worker.step();
            purses.0 -= 3;
            purses.1 += 3;
        });
        scope.spawn(|| {
            let mut worker = Worker::new("pay the left");
            worker.step();
            let mut purses = purses.lock(&mut worker);
            worker.step();
            purses.1 -= 1;
            purses.0 += 1;
        });
        let count = scope.spawn(|| {
            let mut worker = Worker::new("count");
            worker.step();
            let purses = purses.lock(&mut worker);
            worker.step();
            purses.0 + purses.1
        });
        count.join().expect("the worker does not panic")
    });
    let (left, right) = purses.into_inner();
    println!("{counted} counted; {left} left, {right} right");
}
