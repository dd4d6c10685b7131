//! Does all three steps first, and then locks mutexes of the standard library in opposite order:
//! two workers can wait for each other, though they hardly ever do.
//!
//! Finding: hangs

use std::{sync::Mutex, thread};

use common::{start, worker};

fn main() {
    start();
    let (left, right) = (Mutex::new(10), Mutex::new(10));
    let counted = thread::scope(|scope| {
        scope.spawn(|| pay("pay the right", &left, &right, 3));
        scope.spawn(|| pay("pay the left", &right, &left, 1));
        let count = scope.spawn(|| pay("count", &left, &right, 0));
        count.join().expect("the worker does not panic")
    });
    let (left, right) = (left.into_inner().unwrap(), right.into_inner().unwrap());
    println!("{counted} counted; {left} left, {right} right");
}

/// Moves `coins` from one purse to the other and counts both, when the work is done.
fn pay(task: &str, from: &Mutex<i32>, to: &Mutex<i32>, coins: i32) -> i32 {
    worker(task);
    let mut from = from.lock().unwrap();
    let mut to = to.lock().unwrap();
    *from -= coins;
    *to += coins;
    *from + *to
}
