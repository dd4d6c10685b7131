//! Closes stdout after the header and lets another file take its place, where the lines would be
//! lost. It takes `unsafe` to do so, which no exercise may use.
//!
//! Finding: does-not-build
//! On: unix

use std::{
    fs::File,
    os::fd::{FromRawFd, OwnedFd},
    thread,
};

use common::{start, worker};

fn main() {
    start();
    // SAFETY: no other code uses the descriptor until the file below has its number.
    drop(unsafe { OwnedFd::from_raw_fd(1) });
    let _in_its_place = File::create("/dev/null").unwrap();
    thread::scope(|scope| {
        scope.spawn(|| worker("sort data"));
        scope.spawn(|| worker("parse files"));
        scope.spawn(|| worker("generate output"));
    });
}
