//! Runs the first worker and ends.
//!
//! Finding: wrong-output

use common::{start, worker};

fn main() {
    start();
    worker("sort data");
}
