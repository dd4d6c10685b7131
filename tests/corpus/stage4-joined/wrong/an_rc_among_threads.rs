//! Shares a counter by `Rc`, which may not leave its thread.
//!
//! Finding: does-not-build

use std::{cell::Cell, rc::Rc, thread};

use common::{start, worker};

fn main() {
    start();
    let left = Rc::new(Cell::new(3));
    for task in ["sort data", "parse files", "generate output"] {
        let left = Rc::clone(&left);
        thread::spawn(move || {
            worker(task);
            left.set(left.get() - 1);
        });
    }
    while left.get() > 0 {
        thread::yield_now();
    }
}
