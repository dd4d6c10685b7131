//! Writes the task as a name, and not as a text between quotes.
//!
//! Finding: does-not-build

use common::{start, worker};

fn main() {
    start();
    worker("sort data");
    worker(parse_files);
    worker("generate output");
    println!("All done");
}
