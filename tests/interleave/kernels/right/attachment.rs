//! Two threads attach a value and get the one from before. The swap is one step, so each value is
//! replaced once.
//!
//! Source: JaConTeBe, JDK6 6436220
//! Kind: lost update

use crossbeam_utils::atomic::AtomicCell;
use std::thread;

static ATTACHED: AtomicCell<u32> = AtomicCell::new(1);

fn attach(value: u32) -> u32 {
    ATTACHED.swap(value)
}

fn main() {
    let other = thread::spawn(|| attach(2));
    let replaced = [attach(3), other.join().unwrap()];
    let sum = replaced.iter().sum::<u32>() + ATTACHED.load();
    assert_eq!(sum, 1 + 2 + 3, "a value is lost");
    println!("no value is lost");
}
