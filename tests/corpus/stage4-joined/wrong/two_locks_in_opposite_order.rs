//! Takes two locks in each of two threads, each in the order that is not the other's. The barrier
//! sees to it that they meet in the middle.
//!
//! Finding: hangs

use std::{sync::Barrier, thread};

use common::{start, worker};
use parking_lot::Mutex;

fn main() {
    start();
    let (left, right, barrier) = (Mutex::new(()), Mutex::new(()), Barrier::new(2));
    let finish = |first: &Mutex<()>, second: &Mutex<()>| {
        let _first = first.lock();
        barrier.wait();
        let _second = second.lock();
    };
    thread::scope(|scope| {
        scope.spawn(|| {
            worker("sort data");
            finish(&left, &right);
        });
        scope.spawn(|| {
            worker("parse files");
            finish(&right, &left);
        });
        scope.spawn(|| worker("generate output"));
    });
}
