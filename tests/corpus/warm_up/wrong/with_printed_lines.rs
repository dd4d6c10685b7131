//! Prints the lines of `parse files` itself, so that they look as if a worker had done the work.
//!
//! Finding: forged-output

use common::{start, worker};

fn main() {
    start();
    worker("sort data");
    for step in 0..3 {
        println!("parse files {step} complete");
    }
    worker("generate output");
    println!("All done");
}
