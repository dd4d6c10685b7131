//! Leaves one of the three workers out.
//!
//! Finding: partly-serial
//! On: linux

use std::thread;

use common::{start, worker};

fn main() {
    start();
    thread::spawn(|| worker("fetch pages"));
    thread::spawn(|| worker("index words"));
}
