//! Takes the second purse only if it is free. Otherwise a worker gives the first one back, and
//! takes it again at once, without a pause.
//!
//! Finding: joined

use std::{sync::Mutex, thread};

use common::{Worker, start};

fn main() {
    start();
    let (left, right) = (Mutex::new(10), Mutex::new(10));
    let counted = thread::scope(|scope| {
        scope.spawn(|| {
            at_work("pay the right");
            let (mut left, mut right) = (left.lock().unwrap(), right.lock().unwrap());
            *left -= 3;
            *right += 3;
        });
        scope.spawn(|| {
            at_work("pay the left");
            loop {
                let mut right = right.lock().unwrap();
                if let Ok(mut left) = left.try_lock() {
                    *right -= 1;
                    *left += 1;
                    break;
                }
            }
        });
        let count = scope.spawn(|| {
            at_work("count");
            let (left, right) = (left.lock().unwrap(), right.lock().unwrap());
            *left + *right
        });
        count.join().expect("the worker does not panic")
    });
    let (left, right) = (left.into_inner().unwrap(), right.into_inner().unwrap());
    println!("{counted} counted; {left} left, {right} right");
}

fn at_work(task: &str) {
    let mut worker = Worker::new(task);
    for _ in 0..3 {
        worker.step();
    }
}
