//! Writes `parse file` where the task is called `parse files`.
//!
//! Finding: wrong-output
//! Graded as: warm_up

use common::{start, worker};

fn main() {
    start();
    worker("sort data");
    worker("parse file");
    worker("generate output");
    println!("All done");
}
