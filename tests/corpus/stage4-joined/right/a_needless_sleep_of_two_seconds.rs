//! Waits by a scope, in which main sleeps for two seconds, to no purpose.
//!
//! Finding: joined

use std::{thread, time::Duration};

use common::{start, worker};

fn main() {
    start();
    thread::scope(|scope| {
        scope.spawn(|| worker("sort data"));
        scope.spawn(|| worker("parse files"));
        scope.spawn(|| worker("generate output"));
        thread::sleep(Duration::from_secs(2));
    });
}
