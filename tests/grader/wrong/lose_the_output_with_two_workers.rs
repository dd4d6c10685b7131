//! Leaves one of the three workers out.
//!
//! Finding: partly-serial
//! Graded as: lose_the_output
//! On: linux

use std::thread;

use common::{start, worker};

fn main() {
    start();
    thread::spawn(|| worker("fetch pages"));
    thread::spawn(|| worker("index words"));
}
