//! Declares and calls a function of the runtime that is linked into a program under test. It takes
//! `unsafe` to do so, which no exercise may use.
//!
//! Finding: does-not-build

use std::thread;

use common::{start, worker};

unsafe extern "C" {
    fn __tsan_func_exit();
}

fn main() {
    unsafe { __tsan_func_exit() };
    start();
    thread::scope(|scope| {
        for task in ["sort data", "parse files", "generate output"] {
            scope.spawn(move || worker(task));
        }
    });
}
