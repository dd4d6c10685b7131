//! Each task has a worker, on a thread of its own. A wait group tells main when the last worker is
//! done.
//!
//! Type `cargo workshop run wait_group`: all work is done, but main still waits. End the program
//! with Ctrl-C.
//! (`TASKS="read mail, send mail" cargo workshop run wait_group` sets other tasks. So does the
//! check.)

use std::thread;

use common::{start, tasks};
use crossbeam_utils::sync::WaitGroup;

fn main() {
    start();
    let group = WaitGroup::new();
    let everybody = group.clone();
    for task in tasks() {
        let running = group.clone();
        thread::spawn(move || {
            task.run();
            drop(running);
        });
    }
    // TODO: for how many clones does main wait, and which thread drops each?
    everybody.wait();
    println!("All done");
}
