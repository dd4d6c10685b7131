//! Both workers that pay hold both purses. But the third one counts purse by purse: coins that move
//! in between are counted twice, or not at all.
//!
//! Finding: wrong-output

use std::{sync::Mutex, thread};

use common::{start, worker};

fn main() {
    start();
    let (left, right) = (Mutex::new(10), Mutex::new(10));
    let pay = |task, coins: i32| {
        worker(task);
        let mut left = left.lock().unwrap();
        let mut right = right.lock().unwrap();
        *left -= coins;
        *right += coins;
    };
    let counted = thread::scope(|scope| {
        scope.spawn(|| pay("pay the right", 3));
        scope.spawn(|| pay("pay the left", -1));
        let count = scope.spawn(|| {
            worker("count");
            let mut counted = *left.lock().unwrap();
            counted += *right.lock().unwrap();
            counted
        });
        count.join().expect("the worker does not panic")
    });
    let (left, right) = (left.into_inner().unwrap(), right.into_inner().unwrap());
    println!("{counted} counted; {left} left, {right} right");
}
