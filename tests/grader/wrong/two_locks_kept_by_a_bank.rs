//! Has no locks: the purses belong to a bank, a thread that moves the coins when a worker tells it to. That
//! may well be right, but without a `Lock` the check cannot see it.
//!
//! Finding: unseen
//! Graded as: two_locks

use std::{sync::mpsc, thread};

use common::{start, worker};

fn main() {
    start();
    let (orders, to_bank) = mpsc::channel();
    let bank = thread::spawn(move || {
        let (mut left, mut right) = (10, 10);
        for coins in to_bank {
            left -= coins;
            right += coins;
        }
        (left, right)
    });
    for (task, coins) in [("pay the right", 3), ("pay the left", -1)] {
        let orders = orders.clone();
        thread::spawn(move || {
            worker(task);
            orders.send(coins).expect("the bank listens");
        });
    }
    drop(orders);
    let (left, right) = bank.join().expect("the bank does not panic");
    println!("{left} left, {right} right");
}
