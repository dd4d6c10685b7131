//! One thread waits for the cell to be filled. The thread that fills it panics, and the waiting
//! thread returns all the same, with a reference to a value that was never written.
//!
//! Source: once_cell's changelog for 1.21.4.
//!
//! Fails: 1.21.3
//! Mended: 1.21.4
//! Ends: panic
use once_cell::sync::OnceCell;
use std::{panic, sync::Arc, thread};

fn main() {
    let cell = Arc::new(OnceCell::<Box<i32>>::new());
    let waits = thread::spawn({
        let cell = cell.clone();
        move || assert_eq!(**cell.wait(), 7)
    });
    let fills = thread::spawn({
        let cell = cell.clone();
        move || {
            cell.get_or_init(|| panic::resume_unwind(Box::new("no value")))
                .clone()
        }
    });
    assert!(fills.join().is_err());
    cell.set(Box::new(7)).unwrap();
    waits.join().unwrap();
    println!("done");
}
