//! Joins all threads, but does not look at the results. So main ignores the panic of one.
//!
//! Finding: fails

use std::thread;

use common::{start, worker};

fn main() {
    start();
    let handles = [
        thread::spawn(|| worker("sort data")),
        thread::spawn(|| worker("parse files")),
        thread::spawn(|| {
            let size: usize = "large".parse().unwrap();
            assert!(size > 0);
            worker("generate output");
        }),
    ];
    for handle in handles {
        let _ = handle.join();
    }
}
