//! Takes the coins out of one purse, gives the lock back, and puts them into the other. In between
//! the coins are in neither purse, and the third worker counts too few.
//!
//! Finding: wrong-output

use std::thread;

use common::{start, worker};
use parking_lot::Mutex;

fn main() {
    start();
    let (left, right) = (Mutex::new(10), Mutex::new(10));
    let counted = thread::scope(|scope| {
        scope.spawn(|| {
            worker("pay the right");
            *left.lock() -= 3;
            *right.lock() += 3;
        });
        scope.spawn(|| {
            worker("pay the left");
            *right.lock() -= 1;
            *left.lock() += 1;
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
