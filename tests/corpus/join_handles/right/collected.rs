//! Collects the handles before it joins them, so that the iterator has started all threads by then.
//!
//! Finding: joined

use std::thread::{self, JoinHandle};

use common::{start, worker};

fn main() {
    start();
    let handles: Vec<JoinHandle<()>> = ["sort data", "parse files", "generate output"]
        .iter()
        .map(|task| thread::spawn(|| worker(task)))
        .collect();
    let joined: Result<(), _> = handles.into_iter().try_for_each(JoinHandle::join);
    joined.expect("no worker panics");
    println!("All done");
}
