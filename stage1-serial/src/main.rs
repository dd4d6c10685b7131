//! The serial program: each worker starts after the one before has finished.

use common::{start, worker};

fn main() {
    start();
    worker("sort data");
    worker("parse files");
    worker("generate output");
}
