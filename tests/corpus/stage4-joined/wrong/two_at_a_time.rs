//! Takes the tasks in pairs, with a scope for each pair.
//!
//! Finding: partly-serial

use std::thread;

use common::{start, worker};

fn main() {
    start();
    for pair in ["sort data", "parse files", "generate output"].chunks(2) {
        thread::scope(|scope| {
            for task in pair {
                scope.spawn(|| worker(task));
            }
        });
    }
}
