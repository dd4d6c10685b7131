//! Has locks for readers and writers. Who counts takes both to read, who pays takes both to write,
//! and all begin with the left one.
//!
//! Finding: joined

use std::{sync::RwLock, thread};

use common::{start, worker};

fn main() {
    start();
    let (left, right) = (RwLock::new(10), RwLock::new(10));
    let pay = |task, coins: i32| {
        worker(task);
        let mut left = left.write().unwrap();
        let mut right = right.write().unwrap();
        *left -= coins;
        *right += coins;
    };
    let counted = thread::scope(|scope| {
        scope.spawn(|| pay("pay the right", 3));
        scope.spawn(|| pay("pay the left", -1));
        let count = scope.spawn(|| {
            worker("count");
            let left = left.read().unwrap();
            *left + *right.read().unwrap()
        });
        count.join().expect("the worker does not panic")
    });
    let (left, right) = (left.into_inner().unwrap(), right.into_inner().unwrap());
    println!("{counted} counted; {left} left, {right} right");
}
