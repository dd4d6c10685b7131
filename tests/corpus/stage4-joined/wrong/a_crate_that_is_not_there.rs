//! Uses a crate that is not among the dependencies.
//!
//! Finding: does-not-build

use common::{start, worker};
use threads_made_easy::all_of;

fn main() {
    start();
    all_of(["sort data", "parse files", "generate output"], worker);
}
