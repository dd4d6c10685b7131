//! Each thread notifies main first, and counts itself out afterwards. Main may look before the last
//! one has counted itself, and then no thread notifies it again.
//!
//! Finding: hangs

use std::{sync::Arc, thread};

use common::{start, worker};
use parking_lot::{Condvar, Mutex};

fn main() {
    start();
    let group = Arc::new((Mutex::new(3), Condvar::new()));
    for task in ["sort data", "parse files", "generate output"] {
        let group = Arc::clone(&group);
        thread::spawn(move || {
            worker(task);
            let (left, one_is_done) = &*group;
            one_is_done.notify_one();
            *left.lock() -= 1;
        });
    }
    let (left, one_is_done) = &*group;
    one_is_done.wait_while(&mut left.lock(), |left| *left > 0);
    println!("All done");
}
