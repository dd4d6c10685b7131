//! Always does the three default tasks, also when the check sets others.
//!
//! Finding: wrong-output

use std::thread;

use common::{start, tasks, worker};

fn main() {
    start();
    let tasks = tasks();
    thread::scope(|scope| {
        scope.spawn(|| worker("sort data"));
        scope.spawn(|| worker("parse files"));
        scope.spawn(|| worker("generate output"));
    });
    tasks.finish();
}
