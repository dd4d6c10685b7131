//! A worker takes a third lock before it locks both purses. So none waits with one purse in hand.
//!
//! Finding: joined

use std::thread;

use common::{Lock, Worker, start};
use parking_lot::Mutex;

fn main() {
    start();
    let (left, right) = (Lock::new(10), Lock::new(10));
    let both = Mutex::new(());
    let counted = thread::scope(|scope| {
        scope.spawn(|| {
            let mut worker = Worker::new("pay the right");
            worker.step();
            let _both = both.lock();
            let mut from = left.lock(&mut worker);
            let mut to = right.lock(&mut worker);
            *from -= 3;
            *to += 3;
        });
        scope.spawn(|| {
            let mut worker = Worker::new("pay the left");
            worker.step();
            let _both = both.lock();
            let mut from = right.lock(&mut worker);
            let mut to = left.lock(&mut worker);
            *from -= 1;
            *to += 1;
        });
        let count = scope.spawn(|| {
            let mut worker = Worker::new("count");
            worker.step();
            let _both = both.lock();
            let left = left.lock(&mut worker);
            let right = right.lock(&mut worker);
            *left + *right
        });
        count.join().expect("the worker does not panic")
    });
    let (left, right) = (left.into_inner(), right.into_inner());
    println!("{counted} counted; {left} left, {right} right");
}
