//! Adds the call that was missing, and leaves in the one that was there twice.
//!
//! Finding: wrong-output

use common::{start, worker};

fn main() {
    start();
    worker("sort data");
    worker("sort data");
    worker("parse files");
    worker("generate output");
    println!("All done");
}
