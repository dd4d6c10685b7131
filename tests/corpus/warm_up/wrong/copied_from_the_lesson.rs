//! Does what the lesson does, and leaves out the last line, which is main's own.
//!
//! Finding: wrong-output

use common::{start, worker};

fn main() {
    start();
    worker("sort data");
    worker("parse files");
    worker("generate output");
}
