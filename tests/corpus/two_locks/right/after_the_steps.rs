//! Does all three steps first, and then locks two mutexes of the standard library, all in the same
//! order.
//!
//! Finding: joined

use std::{sync::Mutex, thread};

use common::{start, worker};

fn main() {
    start();
    let (left, right) = (Mutex::new(10), Mutex::new(10));
    let pay = |task, coins: i32| {
        worker(task);
        let mut left = left.lock().unwrap();
        let mut right = right.lock().unwrap();
        *left -= coins;
        *right += coins;
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
