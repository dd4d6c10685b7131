//! The serial program: each worker starts when the one before it has finished.

use common::{start, worker};

fn main() {
    start();
    worker("sort data");
    worker("parse files");
    worker("generate output");
}
