//! Pays only if both purses are free at that moment, and does not try again: a worker in the way
//! means that nothing is paid.
//!
//! Finding: wrong-output

use std::thread;

use common::{start, worker};
use parking_lot::Mutex;

fn main() {
    start();
    let (left, right) = (Mutex::new(10), Mutex::new(10));
    let pay = |task, coins: i32| {
        worker(task);
        if let (Some(mut left), Some(mut right)) = (left.try_lock(), right.try_lock()) {
            *left -= coins;
            *right += coins;
        }
    };
    let counted = thread::scope(|scope| {
        scope.spawn(|| pay("pay the right", 3));
        scope.spawn(|| pay("pay the left", -1));
        let count = scope.spawn(|| {
            worker("count");
            *left.lock() + *right.lock()
        });
        count.join().expect("the worker does not panic")
    });
    let (left, right) = (left.into_inner(), right.into_inner());
    println!("{counted} counted; {left} left, {right} right");
}
