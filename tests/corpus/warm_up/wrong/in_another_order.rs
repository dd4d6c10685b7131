//! Calls the workers in another order than the lesson: the output comes before the files.
//!
//! Finding: too-early

use common::{start, worker};

fn main() {
    start();
    worker("sort data");
    worker("generate output");
    worker("parse files");
    println!("All done");
}
