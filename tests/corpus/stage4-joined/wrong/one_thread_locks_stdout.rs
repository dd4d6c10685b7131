//! Locks stdout in one thread, so that the two others cannot print until it is done.
//!
//! Finding: needless-wait

use std::{io, thread};

use common::{start, worker};

fn main() {
    start();
    thread::scope(|scope| {
        scope.spawn(|| {
            let _stdout = io::stdout().lock();
            worker("sort data");
        });
        scope.spawn(|| worker("parse files"));
        scope.spawn(|| worker("generate output"));
    });
}
