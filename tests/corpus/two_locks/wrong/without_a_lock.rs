//! Has two atomic numbers for purses: no worker holds anything, and no coin is lost. But a coin is
//! in neither purse for a moment, and who counts at that moment counts too few.
//!
//! Finding: wrong-output

use std::{
    sync::atomic::{AtomicU32, Ordering::SeqCst},
    thread,
};

use common::{start, worker};

fn main() {
    start();
    let (left, right) = (AtomicU32::new(10), AtomicU32::new(10));
    let counted = thread::scope(|scope| {
        scope.spawn(|| pay("pay the right", &left, &right, 3));
        scope.spawn(|| pay("pay the left", &right, &left, 1));
        let count = scope.spawn(|| {
            worker("count");
            left.load(SeqCst) + right.load(SeqCst)
        });
        count.join().expect("the worker does not panic")
    });
    let (left, right) = (left.into_inner(), right.into_inner());
    println!("{counted} counted; {left} left, {right} right");
}

/// Moves `coins` from one purse to the other, when the work is done.
fn pay(task: &str, from: &AtomicU32, to: &AtomicU32, coins: u32) {
    worker(task);
    from.fetch_sub(coins, SeqCst);
    to.fetch_add(coins, SeqCst);
}
