//! Ends the process by hand, with a status that says that something went wrong.
//!
//! Finding: fails

use std::{process, thread};

use common::{start, worker};

fn main() {
    start();
    thread::spawn(|| worker("fetch pages"));
    thread::spawn(|| worker("index words"));
    thread::spawn(|| worker("rank pages"));
    process::exit(1);
}
