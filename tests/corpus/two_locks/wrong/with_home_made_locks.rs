//! Has a lock made by hand for each purse, which a worker takes in two operations: it looks at the
//! flag, and then puts it up. Two workers can hold the same purse, and one payment is lost.
//!
//! Finding: wrong-output

use std::{
    sync::atomic::{AtomicBool, AtomicI32, Ordering::SeqCst},
    thread,
};

use common::{start, worker};

struct Purse {
    is_taken: AtomicBool,
    coins: AtomicI32,
}

static LEFT: Purse = Purse::new(10);
static RIGHT: Purse = Purse::new(10);

fn main() {
    start();
    let counted = thread::scope(|scope| {
        scope.spawn(|| pay("pay the right", 3));
        scope.spawn(|| pay("pay the left", -1));
        let count = scope.spawn(|| pay("count", 0));
        count.join().expect("the worker does not panic")
    });
    let (left, right) = (LEFT.coins.load(SeqCst), RIGHT.coins.load(SeqCst));
    println!("{counted} counted; {left} left, {right} right");
}

/// Moves `coins` from the left to the right when the work is done, and returns how many there are.
fn pay(task: &str, coins: i32) -> i32 {
    worker(task);
    LEFT.take();
    RIGHT.take();
    let (left, right) = (LEFT.coins.load(SeqCst), RIGHT.coins.load(SeqCst));
    LEFT.coins.store(left - coins, SeqCst);
    RIGHT.coins.store(right + coins, SeqCst);
    RIGHT.is_taken.store(false, SeqCst);
    LEFT.is_taken.store(false, SeqCst);
    left + right
}

impl Purse {
    const fn new(coins: i32) -> Self {
        Self {
            is_taken: AtomicBool::new(false),
            coins: AtomicI32::new(coins),
        }
    }

    fn take(&self) {
        while self.is_taken.load(SeqCst) {
            thread::yield_now();
        }
        self.is_taken.store(true, SeqCst);
    }
}
