//! Does its work first, and then locks mutexes of `parking_lot` in opposite order: each of two
//! workers can have one purse and wait for the other.
//!
//! Finding: hangs

use std::thread;

use common::{start, worker};
use parking_lot::Mutex;

fn main() {
    start();
    let (left, right) = (Mutex::new(10), Mutex::new(10));
    let counted = thread::scope(|scope| {
        scope.spawn(|| {
            worker("pay the right");
            let mut from = left.lock();
            let mut to = right.lock();
            *from -= 3;
            *to += 3;
        });
        scope.spawn(|| {
            worker("pay the left");
            let mut from = right.lock();
            let mut to = left.lock();
            *from -= 1;
            *to += 1;
        });
        let count = scope.spawn(|| {
            worker("count");
            let left = left.lock();
            let right = right.lock();
            *left + *right
        });
        count.join().expect("the worker does not panic")
    });
    let (left, right) = (left.into_inner(), right.into_inner());
    println!("{counted} counted; {left} left, {right} right");
}
