//! A reader has read the address of a value. A writer replaces that value, and the next value of
//! another `ArcSwap` gets the same address. The reader then returns the other one's value.
//!
//! Source: arc-swap's changelog for 1.9.5 (#210).
//!
//! Fails: 1.9.4
//! Mended: 1.9.5
//! Ends: panic
use arc_swap::ArcSwap;
use std::{sync::Arc, thread};

fn main() {
    let even = Arc::new(ArcSwap::from_pointee(0));
    let odd = ArcSwap::from_pointee(1);
    let reader = thread::spawn({
        let even = even.clone();
        move || (0..3).for_each(|_| assert_eq!(**even.load() % 2, 0))
    });
    for number in [2, 4, 6] {
        even.store(Arc::new(number));
        odd.store(Arc::new(number + 1));
    }
    reader.join().unwrap();
    println!("done");
}
