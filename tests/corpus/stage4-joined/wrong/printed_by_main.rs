//! Prints what the workers would print, without a worker.
//!
//! Finding: forged-output

use common::start;

fn main() {
    start();
    for step in 0..3 {
        println!("sort data {step} complete");
        println!("parse files {step} complete");
        println!("generate output {step} complete");
    }
}
