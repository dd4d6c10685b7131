//! A cache evicts its entry on another thread and counts the evictions. Main prints the count
//! without waiting for that thread.
//!
//! Source: GoBench GoKer, istio#8144
//! Kind: missed join
//! Ends: output

use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::thread;

static EVICTIONS: AtomicU32 = AtomicU32::new(0);

fn evict(entries: Vec<&str>) {
    for _entry in entries {
        EVICTIONS.fetch_add(1, SeqCst);
    }
}

fn main() {
    let evictor = thread::spawn(|| evict(vec!["one", "two"]));
    println!("evictions: {}", EVICTIONS.load(SeqCst));
    evictor.join().unwrap();
}
