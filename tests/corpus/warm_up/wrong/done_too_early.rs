//! Says that all is done before the last worker has begun.
//!
//! Finding: wrong-output

use common::{start, worker};

fn main() {
    start();
    worker("sort data");
    worker("parse files");
    println!("All done");
    worker("generate output");
}
