//! Two threads attach a value and get the one from before. The read and the write are two steps,
//! so both can replace the same value and one is lost.
//!
//! Source: JaConTeBe, JDK6 6436220
//! Kind: lost update
//! Ends: panic

use crossbeam_utils::atomic::AtomicCell;
use std::thread;

static ATTACHED: AtomicCell<u32> = AtomicCell::new(1);

fn attach(value: u32) -> u32 {
    let before = ATTACHED.load();
    ATTACHED.store(value);
    before
}

fn main() {
    let other = thread::spawn(|| attach(2));
    let replaced = [attach(3), other.join().unwrap()];
    let sum = replaced.iter().sum::<u32>() + ATTACHED.load();
    assert_eq!(sum, 1 + 2 + 3, "a value is lost");
    println!("no value is lost");
}
