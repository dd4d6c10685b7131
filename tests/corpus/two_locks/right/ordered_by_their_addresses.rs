//! Locks the purse first whose address is the lower one: it is the same purse for all three.
//!
//! Finding: joined

use std::{ptr, thread};

use common::{Lock, Worker, start};

fn main() {
    start();
    let (left, right) = (Lock::new(10), Lock::new(10));
    let counted = thread::scope(|scope| {
        scope.spawn(|| pay("pay the right", &left, &right, 3));
        scope.spawn(|| pay("pay the left", &right, &left, 1));
        let count = scope.spawn(|| pay("count", &left, &right, 0));
        count.join().expect("the worker does not panic")
    });
    let (left, right) = (left.into_inner(), right.into_inner());
    println!("{counted} counted; {left} left, {right} right");
}

/// Moves `coins` from one purse to the other, and counts both.
fn pay(task: &str, from: &Lock<i32>, to: &Lock<i32>, coins: i32) -> i32 {
    let (first, second, coins) = if ptr::from_ref(from) < ptr::from_ref(to) {
        (from, to, coins)
    } else {
        (to, from, -coins)
    };
    let mut worker = Worker::new(task);
    let mut first = first.lock(&mut worker);
    let mut second = second.lock(&mut worker);
    worker.step();
    *first -= coins;
    *second += coins;
    *first + *second
}
