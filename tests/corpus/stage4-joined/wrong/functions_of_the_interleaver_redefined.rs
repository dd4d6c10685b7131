//! Defines a function that the runtime of the check also has, so that its own would be called. No
//! exercise may give a function such a name: that takes `unsafe`, too.
//!
//! Finding: does-not-build

use std::thread;

use common::{start, worker};

#[unsafe(no_mangle)]
pub extern "C" fn __tsan_atomic32_load(_address: *const u32, _order: i32) -> u32 {
    3
}

fn main() {
    start();
    thread::scope(|scope| {
        for task in ["sort data", "parse files", "generate output"] {
            scope.spawn(move || worker(task));
        }
    });
}
