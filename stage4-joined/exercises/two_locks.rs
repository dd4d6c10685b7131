//! Two workers move coins between two purses, one in each direction. A third worker counts the
//! coins. It should always count 20, so each worker holds both purses while it uses them.
//!
//! Type `cargo workshop run two_locks` a few times. When it hangs, end it with Ctrl-C. Each purse
//! is in a `common::Lock`, a mutex in slow motion: to lock it is one of the worker's three steps.
//! (On Linux you may use a lock of another type, with `worker.step()` in place of each step of
//! the `Lock`: a worker does three. Elsewhere the check sees only a `Lock`.)

use std::thread;

use common::{Lock, Worker, start};

fn main() {
    start();
    let (left, right) = (Lock::new(10), Lock::new(10));
    let counted = thread::scope(|scope| {
        scope.spawn(|| {
            let mut worker = Worker::new("pay the right");
            worker.step();
            let mut from = left.lock(&mut worker);
            let mut to = right.lock(&mut worker);
            *from -= 3;
            *to += 3;
        });
        scope.spawn(|| {
            let mut worker = Worker::new("pay the left");
            worker.step();
            // TODO: what if another worker already holds the other purse?
            let mut from = right.lock(&mut worker);
            let mut to = left.lock(&mut worker);
            *from -= 1;
            *to += 1;
        });
        let count = scope.spawn(|| {
            let mut worker = Worker::new("count");
            worker.step();
            let left = left.lock(&mut worker);
            let right = right.lock(&mut worker);
            *left + *right
        });
        count.join().expect("the worker does not panic")
    });
    let (left, right) = (left.into_inner(), right.into_inner());
    println!("{counted} counted; {left} left, {right} right");
}
