//! Two receivers clone the same value at the same time, although its type is not `Sync`.
//!
//! Source: RUSTSEC-2025-0023.
//!
//! Fails: 1.44.1
//! Mended: 1.44.2
//! Ends: panic
use std::{cell::Cell, thread};
use tokio::sync::broadcast;

struct Value {
    is_cloned_now: Cell<bool>,
}

impl Clone for Value {
    fn clone(&self) -> Self {
        assert!(
            !self.is_cloned_now.replace(true),
            "two clones at the same time"
        );
        thread::yield_now();
        self.is_cloned_now.set(false);
        Self {
            is_cloned_now: Cell::new(false),
        }
    }
}

fn main() {
    let (sender, mut one) = broadcast::channel(2);
    let mut two = sender.subscribe();
    assert!(
        sender
            .send(Value {
                is_cloned_now: Cell::new(false)
            })
            .is_ok()
    );
    let receives = thread::spawn(move || one.try_recv().is_ok());
    assert!(two.try_recv().is_ok());
    assert!(receives.join().unwrap());
    println!("done");
}
