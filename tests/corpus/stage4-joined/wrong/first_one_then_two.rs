//! Lets the first worker finish, and only then starts the two others side by side.
//!
//! Finding: partly-serial

use std::thread;

use common::{start, worker};

fn main() {
    start();
    worker("sort data");
    thread::scope(|scope| {
        scope.spawn(|| worker("parse files"));
        scope.spawn(|| worker("generate output"));
    });
}
