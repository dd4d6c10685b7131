//! A thread that sleeps until main has opened the shop.

use std::thread;

use parking_lot::{Condvar, Mutex};

fn main() {
    let (is_open, changed) = &(Mutex::new(false), Condvar::new());
    thread::scope(|scope| {
        scope.spawn(|| {
            let mut guard = is_open.lock();
            changed.wait_while(&mut guard, |is_open| !*is_open);
            println!("The customer enters");
        });
        println!("Main opens the shop");
        *is_open.lock() = true;
        changed.notify_one();
    });
}
