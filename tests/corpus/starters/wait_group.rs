//! As many workers as there are tasks, which the program learns when it runs, and a wait group that tells
//! main when the last one is done.
//!
//! Run it with `cargo workshop run wait_group`, and end it with Ctrl-C: all is done, and main waits on.
//! (`TASKS="read mail, send mail" cargo workshop run wait_group` sets tasks, as the check does.)
//!
//! Finding: hangs

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
    // TODO: for how many clones does it wait, and who drops them?
    everybody.wait();
    println!("All done");
}
