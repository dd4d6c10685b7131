//! Keeps both purses in one atomic number, the left one in its upper half, which one operation
//! changes.
//!
//! Finding: joined

use std::{
    sync::atomic::{AtomicU64, Ordering::SeqCst},
    thread,
};

use common::{start, worker};

/// What a coin in the left purse is worth; a coin in the right one is worth 1.
const LEFT: u64 = 1 << 32;

fn main() {
    start();
    let purses = AtomicU64::new(10 * LEFT + 10);
    let counted = thread::scope(|scope| {
        scope.spawn(|| {
            worker("pay the right");
            purses.fetch_sub(3 * LEFT - 3, SeqCst);
        });
        scope.spawn(|| {
            worker("pay the left");
            purses.fetch_add(LEFT - 1, SeqCst);
        });
        let count = scope.spawn(|| {
            worker("count");
            let purses = purses.load(SeqCst);
            purses / LEFT + purses % LEFT
        });
        count.join().expect("the worker does not panic")
    });
    let purses = purses.into_inner();
    let (left, right) = (purses / LEFT, purses % LEFT);
    println!("{counted} counted; {left} left, {right} right");
}
