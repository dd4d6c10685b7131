//! A download takes the lock of its URL while it holds the table of all locks. Another download of
//! the same URL holds that lock and needs the table.
//!
//! Source: GoBench GoKer, hugo#3251
//! Kind: deadlock
//! Ends: deadlock

use parking_lot::Mutex;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::thread;

static LOCKS: Mutex<BTreeMap<&str, Arc<Mutex<u32>>>> = Mutex::new(BTreeMap::new());

fn download(url: &'static str) {
    let mut locks = LOCKS.lock();
    let lock = locks.entry(url).or_default().clone();
    let mut downloads = lock.lock();
    drop(locks);
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
