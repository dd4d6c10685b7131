//! Lets main be a cashier, the only one who ever locks a purse: each worker does its own step, and
//! goes to the cashier, who serves one after the other.
//!
//! Finding: joined

use std::{sync::mpsc, thread};

use common::{Lock, Worker, start};

fn main() {
    start();
    let (left, right) = (Lock::new(10), Lock::new(10));
    let (queue, customers) = mpsc::channel();
    for (task, coins) in [
        ("pay the right", Some(3)),
        ("pay the left", Some(-1)),
        ("count", None),
    ] {
        let queue = queue.clone();
        thread::spawn(move || {
            let mut worker = Worker::new(task);
            worker.step();
            queue.send((worker, coins)).expect("main listens");
        });
    }
    drop(queue);
    let mut counted = 0;
    for (mut worker, coins) in customers {
        let mut left = left.lock(&mut worker);
        let mut right = right.lock(&mut worker);
        match coins {
            Some(coins) => {
                *left -= coins;
                *right += coins;
            }
            None => counted = *left + *right,
        }
    }
    let (left, right) = (left.into_inner(), right.into_inner());
    println!("{counted} counted; {left} left, {right} right");
}
