//! Always starts the three default workers, also when the check sets other tasks.
//!
//! Finding: wrong-output

use std::thread;

use common::{start, worker};
use crossbeam_utils::sync::WaitGroup;

fn main() {
    start();
    let group = WaitGroup::new();
    for task in ["sort data", "parse files", "generate output"] {
        let running = group.clone();
        thread::spawn(move || {
            worker(task);
            drop(running);
        });
    }
    group.wait();
    println!("All done");
}
