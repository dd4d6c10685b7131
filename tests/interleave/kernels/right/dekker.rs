//! Each of two threads enters if the other has not raised its flag. A thread raises its own flag
//! before it looks, so at most one enters.
//!
//! Source: SCTBench, chess/Dekker
//! Kind: atomicity violation

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering::SeqCst};
use std::thread;

static FLAGS: [AtomicBool; 2] = [const { AtomicBool::new(false) }; 2];
static INSIDE: AtomicU32 = AtomicU32::new(0);

fn try_enter(me: usize) {
    FLAGS[me].store(true, SeqCst);
    let is_taken = FLAGS[1 - me].load(SeqCst);
    if !is_taken {
        assert_eq!(INSIDE.fetch_add(1, SeqCst), 0, "two threads are inside");
        INSIDE.fetch_sub(1, SeqCst);
    }
    FLAGS[me].store(false, SeqCst);
}

fn main() {
    thread::scope(|scope| {
        scope.spawn(|| try_enter(0));
        scope.spawn(|| try_enter(1));
    });
    println!("done");
}
