//! Parks main until a thread unparks it. No thread does.
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
