//! Writes its tasks with a capital letter.
//!
//! Finding: wrong-output

use std::thread;

use common::{start, worker};

fn main() {
    start();
    thread::scope(|scope| {
        scope.spawn(|| worker("Sort data"));
        scope.spawn(|| worker("Parse files"));
        scope.spawn(|| worker("Generate output"));
    });
}
