//! Takes a lock in a thread that has it already.
//!
//! Finding: hangs

use std::thread;

use common::{start, worker};
use parking_lot::Mutex;

fn main() {
    start();
    let done = Mutex::new(Vec::new());
    thread::scope(|scope| {
        scope.spawn(|| worker("sort data"));
        scope.spawn(|| worker("parse files"));
        scope.spawn(|| {
            worker("generate output");
            let mut list = done.lock();
            list.push(done.lock().len());
        });
    });
}
