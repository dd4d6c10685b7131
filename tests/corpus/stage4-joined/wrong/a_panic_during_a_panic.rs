//! Panics, and once more in the destructor that runs because of it, which Rust answers by an abort.
//!
//! Finding: crashes

use std::thread;

use common::{start, worker};

struct Fragile;

impl Drop for Fragile {
    fn drop(&mut self) {
        panic!("and it breaks");
    }
}

fn main() {
    start();
    thread::scope(|scope| {
        scope.spawn(|| worker("sort data"));
        scope.spawn(|| worker("parse files"));
        scope.spawn(|| worker("generate output"));
    });
    let _fragile = Fragile;
    panic!("it falls");
}
