//! Takes a third lock before the first step, so that no worker can even begin while another is at
//! work.
//!
//! Finding: serial

use std::thread;

use common::{Lock, Worker, start};
use parking_lot::Mutex;

fn main() {
    start();
    let (left, right) = (Lock::new(10), Lock::new(10));
    let both = Mutex::new(());
    let counted = thread::scope(|scope| {
        scope.spawn(|| {
            let mut worker = Worker::new("pay the right");
            let _both = both.lock();
            worker.step();
            let mut from = left.lock(&mut worker);
            let mut to = right.lock(&mut worker);
            *from -= 3;
            *to += 3;
        });
        scope.spawn(|| {
            let mut worker = Worker::new("pay the left");
            let _both = both.lock();
            worker.step();
            let mut from = right.lock(&mut worker);
            let mut to = left.lock(&mut worker);
            *from -= 1;
            *to += 1;
        });
        let count = scope.spawn(|| {
            let mut worker = Worker::new("count");
            let _both = both.lock();
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
