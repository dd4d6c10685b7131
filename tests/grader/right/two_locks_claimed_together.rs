//! Waits at a condition variable until nobody has either purse, and then takes both at the same moment.
//!
//! Finding: joined
//! Graded as: two_locks

use std::thread;

use common::{Worker, start};
use parking_lot::{Condvar, Mutex};

fn main() {
    start();
    let (left, right) = (Mutex::new(10), Mutex::new(10));
    let (are_free, given_back) = (Mutex::new(true), Condvar::new());
    let pay = |task: &str, from: &Mutex<u32>, to: &Mutex<u32>, coins: u32| {
        let mut worker = Worker::new(task);
        worker.step();
        let mut guard = are_free.lock();
        given_back.wait_while(&mut guard, |are_free| !*are_free);
        *guard = false;
        drop(guard);
        worker.step();
        *from.lock() -= coins;
        *to.lock() += coins;
        worker.step();
        *are_free.lock() = true;
        given_back.notify_one();
    };
    thread::scope(|scope| {
        scope.spawn(|| pay("pay the right", &left, &right, 3));
        scope.spawn(|| pay("pay the left", &right, &left, 1));
    });
    println!("{} left, {} right", left.into_inner(), right.into_inner());
}
