//! Waits for three lazy values. The first thread at a value does its work. All others wait for it.
//!
//! Finding: joined

use std::{sync::LazyLock, thread};

use common::{start, worker};

static WORK: [LazyLock<()>; 3] = [
    LazyLock::new(|| worker("sort data")),
    LazyLock::new(|| worker("parse files")),
    LazyLock::new(|| worker("generate output")),
];

fn main() {
    start();
    for work in &WORK {
        thread::spawn(|| LazyLock::force(work));
    }
    for work in &WORK {
        LazyLock::force(work);
    }
}
