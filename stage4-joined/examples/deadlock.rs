//! Two threads that lock the same two accounts. This program is wrong on purpose: each thread
//! begins with another account.

use std::thread;

use parking_lot::Mutex;

fn main() {
    let (anna, ben) = (Mutex::new(10), Mutex::new(10));
    thread::scope(|scope| {
        scope.spawn(|| {
            let mut from = anna.lock();
            let mut to = ben.lock();
            *from -= 3;
            *to += 3;
        });
        scope.spawn(|| {
            let mut from = ben.lock();
            let mut to = anna.lock();
            *from -= 1;
            *to += 1;
        });
    });
    println!("Anna has {}, Ben has {}", anna.lock(), ben.lock());
}
