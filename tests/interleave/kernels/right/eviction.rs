//! A cache evicts its entry on another thread and counts the evictions. Main joins that thread and
//! then prints the count.
//!
//! Source: GoBench GoKer, istio#8144
//! Kind: missed join

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
    evictor.join().unwrap();
    println!("evictions: {}", EVICTIONS.load(SeqCst));
}
