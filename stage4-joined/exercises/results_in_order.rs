//! As many workers as there are tasks, each of which counts something, and main, which tells what they
//! counted.
//!
//! When all have finished, it should print what came of each task, in the order of the tasks, whoever was
//! the fastest. Run it some times with `cargo workshop run results_in_order`.
//! (`TASKS="read mail, send mail" cargo workshop run results_in_order` gives it others. So does the check.)
//!
//! Finding: wrong-output

use std::{sync::mpsc, thread};

use common::{start, tasks};

fn main() {
    start();
    let (sender, results) = mpsc::channel();
    for task in tasks() {
        let sender = sender.clone();
        thread::spawn(move || sender.send(task.run()).expect("main listens"));
    }
    drop(sender);
    // TODO: in which order do these come, and when?
    for result in results {
        println!("{result}");
    }
}
