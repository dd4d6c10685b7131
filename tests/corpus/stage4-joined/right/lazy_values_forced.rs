//! Waits for three lazy values. Whoever comes first to one does its work, and all others wait for it.
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
