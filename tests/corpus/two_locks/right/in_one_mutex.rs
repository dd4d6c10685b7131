//! Keeps both purses in one mutex, so that no worker can have only one of them.
//!
//! Finding: joined

use std::{sync::Mutex, thread};

use common::{start, worker};

static PURSES: Mutex<(i32, i32)> = Mutex::new((10, 10));

fn main() {
    start();
    let counted = thread::scope(|scope| {
        scope.spawn(|| pay("pay the right", 3));
        scope.spawn(|| pay("pay the left", -1));
        let count = scope.spawn(|| pay("count", 0));
        count.join().expect("the worker does not panic")
    });
    let (left, right) = *PURSES.lock().unwrap();
    println!("{counted} counted; {left} left, {right} right");
}

/// Moves `coins` from the left to the right when the work is done, and returns how many there are.
fn pay(task: &str, coins: i32) -> i32 {
    worker(task);
    let mut purses = PURSES.lock().unwrap();
    purses.0 -= coins;
    purses.1 += coins;
    purses.0 + purses.1
}
