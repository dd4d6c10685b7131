//! A download finds the lock of its URL in the table of all locks and releases the table before it
//! takes that lock.
//!
//! Source: GoBench GoKer, hugo#3251
//! Kind: deadlock

use parking_lot::Mutex;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::thread;

static LOCKS: Mutex<BTreeMap<&str, Arc<Mutex<u32>>>> = Mutex::new(BTreeMap::new());

fn download(url: &'static str) {
    let lock = LOCKS.lock().entry(url).or_default().clone();
    let mut downloads = lock.lock();
    *downloads += 1;
    LOCKS.lock().retain(|_, lock| Arc::strong_count(lock) > 1);
}

fn main() {
    thread::scope(|scope| {
        for url in ["one", "two", "one"] {
            scope.spawn(move || download(url));
        }
    });
    println!("done");
}
