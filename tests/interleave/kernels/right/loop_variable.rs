//! A loop starts a thread for each version. Each thread gets its own copy of the loop variable.
//!
//! Source: GoBench GoKer, moby#27037
//! Kind: order violation

use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::thread;

static VERSION: AtomicU32 = AtomicU32::new(0);

fn main() {
    let seen = Mutex::new(Vec::new());
    thread::scope(|scope| {
        while VERSION.load(SeqCst) < 3 {
            let seen = &seen;
            let version = VERSION.load(SeqCst);
            scope.spawn(move || seen.lock().unwrap().push(version));
            VERSION.fetch_add(1, SeqCst);
        }
    });
    let mut seen = seen.into_inner().unwrap();
    seen.sort_unstable();
    assert_eq!(seen, [0, 1, 2]);
    println!("each version was seen");
}
