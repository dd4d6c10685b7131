//! Takes the second purse only if it is free. Otherwise a worker gives the first one back, and
//! begins again.
//!
//! Finding: joined

use std::thread;

use common::{Worker, start};
use parking_lot::Mutex;

fn main() {
    start();
    let (left, right) = (Mutex::new(10), Mutex::new(10));
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
fn pay(task: &str, from: &Mutex<i32>, to: &Mutex<i32>, coins: i32) -> i32 {
    let mut worker = Worker::new(task);
    worker.step();
    loop {
        let mut from = from.lock();
        if let Some(mut to) = to.try_lock() {
            worker.step();
            worker.step();
            *from -= coins;
            *to += coins;
            break *from + *to;
        }
        drop(from);
        thread::yield_now();
    }
}
