//! Reads both purses first, as any number of workers may, and writes what is in them afterwards.
//! What another worker has paid in between is lost.
//!
//! Finding: wrong-output

use std::{sync::RwLock, thread};

use common::{start, worker};

fn main() {
    start();
    let (left, right) = (RwLock::new(10), RwLock::new(10));
    let pay = |task, coins: i32| {
        worker(task);
        let before = (*left.read().unwrap(), *right.read().unwrap());
        let mut left = left.write().unwrap();
        let mut right = right.write().unwrap();
        *left = before.0 - coins;
        *right = before.1 + coins;
        *left + *right
    };
    let counted = thread::scope(|scope| {
        scope.spawn(|| pay("pay the right", 3));
        scope.spawn(|| pay("pay the left", -1));
        let count = scope.spawn(|| pay("count", 0));
        count.join().expect("the worker does not panic")
    });
    let (left, right) = (left.into_inner().unwrap(), right.into_inner().unwrap());
    println!("{counted} counted; {left} left, {right} right");
}
