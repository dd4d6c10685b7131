//! Lets the compiler show a file that is not the learner's, in a panic at compile time.
//!
//! Finding: does-not-build
//! On: linux

use common::{start, worker};

const SHOWN: () = panic!("{}", include_str!("/etc/hostname"));

fn main() {
    let () = SHOWN;
    start();
    worker("sort data");
}
