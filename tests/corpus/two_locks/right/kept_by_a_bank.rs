//! Has no locks: the purses belong to a bank, a thread that moves the coins, or counts them, when a
//! worker tells it to.
//!
//! Finding: joined

use std::{sync::mpsc, thread};

use common::{start, worker};

fn main() {
    start();
    let (orders, to_bank) = mpsc::channel();
    let bank = thread::spawn(move || {
        let (mut left, mut right, mut counted) = (10, 10, 0);
        for coins in to_bank {
            match coins {
                Some(coins) => {
                    left -= coins;
                    right += coins;
                }
                None => counted = left + right,
            }
        }
        (counted, left, right)
    });
    for (task, coins) in [
        ("pay the right", Some(3)),
        ("pay the left", Some(-1)),
        ("count", None),
    ] {
        let orders = orders.clone();
        thread::spawn(move || {
            worker(task);
            orders.send(coins).expect("the bank listens");
        });
    }
    drop(orders);
    let (counted, left, right) = bank.join().expect("the bank does not panic");
    println!("{counted} counted; {left} left, {right} right");
}
