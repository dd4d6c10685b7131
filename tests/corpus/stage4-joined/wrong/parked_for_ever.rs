//! Parks main until somebody unparks it, and tells nobody.
//!
//! Finding: hangs

use std::thread;

use common::{start, worker};

fn main() {
    start();
    thread::spawn(|| worker("sort data"));
    thread::spawn(|| worker("parse files"));
    thread::spawn(|| worker("generate output"));
    loop {
        thread::park();
    }
}
