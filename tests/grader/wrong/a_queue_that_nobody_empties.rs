//! Sends without end to a channel that nobody reads, until no memory is left.
//!
//! Finding: crashes

use std::{sync::mpsc, thread};

use common::{start, worker};

fn main() {
    start();
    let (sender, receiver) = mpsc::channel();
    thread::scope(|scope| {
        scope.spawn(|| worker("sort data"));
        scope.spawn(|| worker("parse files"));
        scope.spawn(|| worker("generate output"));
        scope.spawn(move || while sender.send(vec![1_u8; 64 * 1024]).is_ok() {});
    });
    drop(receiver);
}
