//! Lets main be a cashier, the only one who ever locks a purse: each worker does its own step, and goes to
//! the cashier, who serves one after the other.
//!
//! Finding: joined
//! Graded as: two_locks

use std::{sync::mpsc, thread};

use common::{Lock, Worker, start};

fn main() {
    start();
    let (left, right) = (Lock::new(10), Lock::new(10));
    let (queue, customers) = mpsc::channel();
    for (task, coins) in [("pay the right", 3), ("pay the left", -1)] {
        let queue = queue.clone();
        thread::spawn(move || {
            let mut worker = Worker::new(task);
            worker.step();
            queue.send((worker, coins)).expect("main listens");
        });
    }
    drop(queue);
    for (mut worker, coins) in customers {
        let mut left = left.lock(&mut worker);
        let mut right = right.lock(&mut worker);
        *left -= coins;
        *right += coins;
    }
    println!("{} left, {} right", left.into_inner(), right.into_inner());
}
