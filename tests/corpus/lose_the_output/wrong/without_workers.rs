//! Prints one line because no worker is left that could print another.
//!
//! Finding: wrong-output

use common::start;

fn main() {
    start();
}
