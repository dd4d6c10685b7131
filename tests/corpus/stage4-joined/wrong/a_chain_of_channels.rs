//! Lets each thread wait for a message that the one before it is done.
//!
//! Finding: serial

use std::{sync::mpsc, thread};

use common::{start, worker};

fn main() {
    start();
    let (sort_done, after_sort) = mpsc::channel();
    let (parse_done, after_parse) = mpsc::channel();
    thread::scope(|scope| {
        scope.spawn(move || {
            worker("sort data");
            sort_done.send(()).unwrap();
        });
        scope.spawn(move || {
            after_sort.recv().unwrap();
            worker("parse files");
            parse_done.send(()).unwrap();
        });
        scope.spawn(move || {
            after_parse.recv().unwrap();
            worker("generate output");
        });
    });
}
