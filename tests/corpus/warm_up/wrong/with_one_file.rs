//! Writes `parse file` where the task is called `parse files`.
//!
//! Finding: wrong-output

use common::{start, worker};

fn main() {
    start();
    worker("sort data");
    worker("parse file");
    worker("generate output");
    println!("All done");
}
