//! Leaves two workers alone, and joins the first: main stays until that one is done.
//!
//! Finding: forgets-some

use std::thread;

use common::{start, worker};

fn main() {
    start();
    let fetcher = thread::spawn(|| worker("fetch pages"));
    thread::spawn(|| worker("index words"));
    thread::spawn(|| worker("rank pages"));
    fetcher.join().expect("the worker does not panic");
}
