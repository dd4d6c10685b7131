//! Silences all panics, so that the end of a thread which has not done its work leaves no trace.
//!
//! Finding: wrong-output

use std::{panic, thread};

use common::{start, worker};

fn main() {
    start();
    panic::set_hook(Box::new(|_| {}));
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
