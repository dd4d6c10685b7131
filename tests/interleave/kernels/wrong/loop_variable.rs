//! A loop starts a thread for each version. The threads read the loop variable, which may have
//! changed by then.
//!
//! Source: GoBench GoKer, moby#27037
//! Kind: order violation
//! Ends: panic

use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::thread;

static VERSION: AtomicU32 = AtomicU32::new(0);

fn main() {
    let seen = Mutex::new(Vec::new());
    thread::scope(|scope| {
        while VERSION.load(SeqCst) < 3 {
            let seen = &seen;
            scope.spawn(move || seen.lock().unwrap().push(VERSION.load(SeqCst)));
            VERSION.fetch_add(1, SeqCst);
        }
    });
    let mut seen = seen.into_inner().unwrap();
    seen.sort_unstable();
    assert_eq!(seen, [0, 1, 2]);
    println!("each version was seen");
}
