//! Waits by a scope, and leaves two helpers behind that meet at a barrier for ever.
//!
//! Finding: joined

use std::{
    sync::{Arc, Barrier},
    thread,
};

use common::{start, worker};

fn main() {
    start();
    let barrier = Arc::new(Barrier::new(2));
    for _ in 0..2 {
        let barrier = Arc::clone(&barrier);
        thread::spawn(move || {
            loop {
                barrier.wait();
            }
        });
    }
    thread::scope(|scope| {
        scope.spawn(|| worker("sort data"));
        scope.spawn(|| worker("parse files"));
        scope.spawn(|| worker("generate output"));
    });
}
