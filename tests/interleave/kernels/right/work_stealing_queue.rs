//! An owner pops from the tail of a queue while a thief steals from its head. Each claims an item
//! before it looks for the other, and the owner takes a contested item under the thief's lock.
//!
//! Source: SCTBench, chess/WorkStealQueue
//! Kind: atomicity violation

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::thread;

static HEAD: AtomicUsize = AtomicUsize::new(0);
static TAIL: AtomicUsize = AtomicUsize::new(3);
static TAKEN: [AtomicUsize; 3] = [const { AtomicUsize::new(0) }; 3];
static LOCK: Mutex<()> = Mutex::new(());

fn pop() -> Option<usize> {
    let tail = TAIL.load(SeqCst).checked_sub(1)?;
    TAIL.store(tail, SeqCst);
    if HEAD.load(SeqCst) <= tail {
        return Some(tail);
    }
    TAIL.store(tail + 1, SeqCst);
    let _guard = LOCK.lock().unwrap();
    if HEAD.load(SeqCst) > tail {
        return None;
    }
    TAIL.store(tail, SeqCst);
    Some(tail)
}

fn steal() -> Option<usize> {
    let _guard = LOCK.lock().unwrap();
    let head = HEAD.load(SeqCst);
    HEAD.store(head + 1, SeqCst);
    if head < TAIL.load(SeqCst) {
        return Some(head);
    }
    HEAD.store(head, SeqCst);
    None
}

fn take_all(take: fn() -> Option<usize>) {
    while let Some(item) = take() {
        TAKEN[item].fetch_add(1, SeqCst);
    }
}

fn main() {
    thread::scope(|scope| {
        scope.spawn(|| take_all(steal));
        take_all(pop);
    });
    let taken = TAKEN.each_ref().map(|count| count.load(SeqCst));
    assert_eq!(taken, [1; 3], "each item is taken once");
    println!("each item was taken once");
}
