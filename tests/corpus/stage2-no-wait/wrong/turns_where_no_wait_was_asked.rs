//! Lets the workers take turns in main, where the exercise is to leave them alone in threads.
//!
//! Finding: serial

use common::{start, worker};

fn main() {
    start();
    worker("sort data");
    worker("parse files");
    worker("generate output");
}
