//! Takes a third lock before the first purse, and gives it back when it has that one, before the
//! second.
//!
//! Finding: hangs

use std::thread;

use common::{Lock, Worker, start};
use parking_lot::Mutex;

fn main() {
    start();
    let (left, right) = (Lock::new(10), Lock::new(10));
    let both = Mutex::new(());
    let pay = |task: &str, from: &Lock<i32>, to: &Lock<i32>, coins: i32| {
        let mut worker = Worker::new(task);
        worker.step();
        let guard = both.lock();
        let mut from = from.lock(&mut worker);
        drop(guard);
        let mut to = to.lock(&mut worker);
        *from -= coins;
        *to += coins;
        *from + *to
    };
    let counted = thread::scope(|scope| {
        scope.spawn(|| pay("pay the right", &left, &right, 3));
        scope.spawn(|| pay("pay the left", &right, &left, 1));
        let count = scope.spawn(|| pay("count", &left, &right, 0));
        count.join().expect("the worker does not panic")
    });
    let (left, right) = (left.into_inner(), right.into_inner());
    println!("{counted} counted; {left} left, {right} right");
}
