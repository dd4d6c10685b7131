//! Calls one worker after another, and starts no thread at all.
//!
//! Finding: serial

use common::{start, worker};

fn main() {
    start();
    worker("sort data");
    worker("parse files");
    worker("generate output");
}
