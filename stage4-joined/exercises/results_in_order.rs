//! Three workers side by side, each of which counts something, and main, which tells what they counted.
//!
//! When all have finished, it should print what each has counted, in the order of the tasks: the
//! letters of `sort data` first, whoever was the fastest. Run it some times with
//! `cargo workshop run results_in_order`.
//!
//! Finding: wrong-output

use std::{sync::mpsc, thread};

use common::{start, worker};

fn main() {
    start();
    let (sender, counts) = mpsc::channel();
    for task in ["sort data", "parse files", "generate output"] {
        let sender = sender.clone();
        thread::spawn(move || sender.send(count(task)).expect("main listens"));
    }
    drop(sender);
    // TODO: in which order do these come, and when?
    for count in counts {
        println!("{count}");
    }
}

/// Does the task, and counts the letters of its name.
fn count(task: &str) -> String {
    worker(task);
    let letters = task.chars().filter(|letter| letter.is_alphabetic());
    format!("{task}: {} letters", letters.count())
}
