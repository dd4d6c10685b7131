//! A thread for each worker. This program is wrong on purpose: main guesses how long they take.

use std::{thread, time::Duration};

use common::{sleep, start, worker};

fn main() {
    start();
    thread::spawn(|| worker("sort data"));
    thread::spawn(|| worker("parse files"));
    thread::spawn(|| worker("generate output"));
    sleep(Duration::from_secs(15));
}
