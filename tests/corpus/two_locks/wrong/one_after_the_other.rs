//! Waits for each worker before it starts the next, so no two workers can wait for each other.
//!
//! Finding: serial

use std::thread;

use common::{Lock, Worker, start};

fn main() {
    start();
    let (left, right) = (Lock::new(10), Lock::new(10));
    let counted = thread::scope(|scope| {
        let pay_the_right = scope.spawn(|| {
            let mut worker = Worker::new("pay the right");
            worker.step();
            let mut from = left.lock(&mut worker);
            let mut to = right.lock(&mut worker);
            *from -= 3;
            *to += 3;
        });
        pay_the_right.join().expect("it does not panic");
        let pay_the_left = scope.spawn(|| {
            let mut worker = Worker::new("pay the left");
            worker.step();
            let mut to = left.lock(&mut worker);
            let mut from = right.lock(&mut worker);
            *from -= 1;
            *to += 1;
        });
        pay_the_left.join().expect("it does not panic");
        let count = scope.spawn(|| {
            let mut worker = Worker::new("count");
            worker.step();
            let left = left.lock(&mut worker);
            let right = right.lock(&mut worker);
            *left + *right
        });
        count.join().expect("it does not panic")
    });
    let (left, right) = (left.into_inner(), right.into_inner());
    println!("{counted} counted; {left} left, {right} right");
}
