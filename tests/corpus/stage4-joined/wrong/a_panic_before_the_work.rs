//! Wants an argument, gets none, and panics before it has started anything.
//!
//! Finding: fails

use std::{env, thread};

use common::{start, worker};

fn main() {
    start();
    let last = env::args().nth(1).expect("the name of the last task");
    thread::scope(|scope| {
        scope.spawn(|| worker("sort data"));
        scope.spawn(|| worker("parse files"));
        scope.spawn(|| worker(&last));
    });
}
