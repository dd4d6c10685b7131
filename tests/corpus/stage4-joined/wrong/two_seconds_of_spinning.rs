//! Spins until two seconds have passed in place of waiting for its threads.
//!
//! Finding: sleeps

use std::{
    hint, thread,
    time::{Duration, Instant},
};

use common::{start, worker};

fn main() {
    start();
    thread::spawn(|| worker("sort data"));
    thread::spawn(|| worker("parse files"));
    thread::spawn(|| worker("generate output"));
    let begin = Instant::now();
    while begin.elapsed() < Duration::from_secs(2) {
        hint::spin_loop();
    }
}
