//! Takes it that the thread which it starts last is also the last to finish, and ends the process
//! in there.
//!
//! Finding: forgets-some

use std::{process, thread};

use common::{start, worker};

fn main() {
    start();
    thread::scope(|scope| {
        scope.spawn(|| worker("sort data"));
        scope.spawn(|| worker("parse files"));
        scope.spawn(|| {
            worker("generate output");
            process::exit(0);
        });
    });
}
