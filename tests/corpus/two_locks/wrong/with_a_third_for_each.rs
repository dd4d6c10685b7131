//! Takes a third lock around the two, but one that each worker has made for itself.
//!
//! Finding: hangs

use std::{sync::Mutex, thread};

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

/// Moves `coins` from one purse to the other and counts both, while no other worker should.
fn pay(task: &str, from: &Lock<i32>, to: &Lock<i32>, coins: i32) -> i32 {
    let alone = Mutex::new(());
    let mut worker = Worker::new(task);
    worker.step();
    let _guard = alone.lock().unwrap();
    let mut from = from.lock(&mut worker);
    let mut to = to.lock(&mut worker);
    *from -= coins;
    *to += coins;
    *from + *to
}
