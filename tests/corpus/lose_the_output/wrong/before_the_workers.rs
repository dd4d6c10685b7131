//! Ends the process by hand before it calls the first worker, so no worker ever runs. The compiler
//! warns that the calls are unreachable.
//!
//! Finding: wrong-output

use std::process;

use common::{start, worker};

fn main() {
    start();
    process::exit(0);
    worker("fetch pages");
    worker("index words");
    worker("rank pages");
}
