//! Waits at a condition variable until no worker has claimed the purses. Then claims both at once.
//! Then it does not matter in which order they are locked.
//!
//! Finding: joined

use std::thread;

use common::{Lock, Worker, start};
use parking_lot::{Condvar, Mutex};

fn main() {
    start();
    let (left, right) = (Lock::new(10), Lock::new(10));
    let (are_free, given_back) = (Mutex::new(true), Condvar::new());
    let pay = |task: &str, from: &Lock<u32>, to: &Lock<u32>, coins: u32| {
        let mut worker = Worker::new(task);
        worker.step();
        let mut guard = are_free.lock();
        given_back.wait_while(&mut guard, |are_free| !*are_free);
        *guard = false;
        drop(guard);
        let sum = {
            let mut from = from.lock(&mut worker);
            let mut to = to.lock(&mut worker);
            *from -= coins;
            *to += coins;
            *from + *to
        };
        *are_free.lock() = true;
        given_back.notify_one();
        sum
    };
    let counted = thread::scope(|scope| {
        scope.spawn(|| pay("pay the right", &left, &right, 3));
        scope.spawn(|| pay("pay the left", &right, &left, 1));
        let count = scope.spawn(|| pay("count", &left, &right, 0));
        count.join().expect("the worker does not panic")
    });
    let (left, right) = (left.into_inner(), right.into_inner());
    println!("{counted} counted; {left} left, {right} right");
}
