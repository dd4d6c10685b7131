//! Waits by a parker, which each thread unparks, and looks after each time how many are left.
//!
//! Finding: joined

use std::thread;

use common::{start, worker};
use crossbeam_utils::sync::Parker;
use parking_lot::Mutex;

static LEFT: Mutex<u32> = Mutex::new(3);

fn main() {
    start();
    let parker = Parker::new();
    for task in ["sort data", "parse files", "generate output"] {
        let unparker = parker.unparker().clone();
        thread::spawn(move || {
            worker(task);
            *LEFT.lock() -= 1;
            unparker.unpark();
        });
    }
    while *LEFT.lock() > 0 {
        parker.park();
    }
}
