//! One thread tries to initialise the value and fails. Another thread that waits for it takes the
//! value for initialised.
//!
//! Source: RUSTSEC-2023-0031. The advisory names 0.9.8 as mended; that version is yanked since.
//!
//! Fails: 0.9.7
//! Mended: 0.9.9
//! Ends: panic
use spin::Once;
use std::{sync::Arc, thread};

fn main() {
    let once = Arc::new(Once::<i32>::new());
    let fails = thread::spawn({
        let once = once.clone();
        move || once.try_call_once(|| Err("no value")).is_ok()
    });
    assert_eq!(*once.call_once(|| 7), 7);
    fails.join().unwrap();
    println!("done");
}
