//! Two threads intern the same new string. Both look it up in vain, and each gets a key of its
//! own: the check and the insertion are not one step.
//!
//! Source: lasso's changelog for 0.5.0 (#18).
//!
//! Fails: 0.4.1
//! Mended: 0.5.0
//! Ends: panic
use lasso::ThreadedRodeo;
use std::{sync::Arc, thread};

fn main() {
    let strings: Arc<ThreadedRodeo> = Arc::new(ThreadedRodeo::default());
    let threads: Vec<_> = (0..2)
        .map(|_| {
            let strings = strings.clone();
            thread::spawn(move || strings.get_or_intern("hello"))
        })
        .collect();
    for thread in threads {
        let key = thread.join().unwrap();
        assert_eq!(key, strings.get_or_intern("hello"));
    }
    println!("done");
}
