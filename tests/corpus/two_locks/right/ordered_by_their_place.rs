//! Has the purses in an array, and locks the one with the lower index first, wherever the coins go.
//!
//! Finding: joined

use std::thread;

use common::{Lock, Worker, start};

fn main() {
    start();
    let purses = [Lock::new(10), Lock::new(10)];
    let counted = thread::scope(|scope| {
        scope.spawn(|| pay("pay the right", &purses, 0, 1, 3));
        scope.spawn(|| pay("pay the left", &purses, 1, 0, 1));
        let count = scope.spawn(|| {
            let mut worker = Worker::new("count");
            worker.step();
            let left = purses[0].lock(&mut worker);
            let right = purses[1].lock(&mut worker);
            *left + *right
        });
        count.join().expect("the worker does not panic")
    });
    let [left, right] = purses.map(Lock::into_inner);
    println!("{counted} counted; {left} left, {right} right");
}

/// Moves `coins` from one of the purses to another.
fn pay(task: &str, purses: &[Lock<i32>; 2], from: usize, to: usize, coins: i32) {
    let mut worker = Worker::new(task);
    worker.step();
    let mut first = purses[from.min(to)].lock(&mut worker);
    let mut second = purses[from.max(to)].lock(&mut worker);
    let (from, to) = if from < to {
        (&mut first, &mut second)
    } else {
        (&mut second, &mut first)
    };
    **from -= coins;
    **to += coins;
}
