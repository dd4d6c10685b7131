//! What changed: the second call now has the task `parse files`. A call returns when its work is
//! done, so the order of the calls is the order of the lines.
//!
//! Finding: serial

use common::{start, worker};

fn main() {
    start();
    worker("sort data");
    worker("parse files");
    worker("generate output");
    println!("All done");
}
