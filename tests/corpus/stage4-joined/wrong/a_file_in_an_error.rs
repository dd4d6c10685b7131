//! Lets the compiler show a file that is not the learner's, in the words of an error.
//!
//! Finding: does-not-build
//! On: linux

use common::{start, worker};

compile_error!(include_str!("/etc/hostname"));

fn main() {
    start();
    worker("sort data");
}
