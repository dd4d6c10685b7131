//! Gives each thread a channel of its own, and receives from them in the order of the tasks.
//!
//! Finding: joined
//! Graded as: results_in_order

use std::{sync::mpsc, thread};

use common::{start, worker};

fn main() {
    start();
    let tasks = ["sort data", "parse files", "generate output"];
    let channels = tasks.map(|task| {
        let (sender, count_of_task) = mpsc::sync_channel(1);
        thread::spawn(move || sender.send(count(task)));
        count_of_task
    });
    let counts = channels.map(|channel| channel.recv().expect("its worker sends"));
    println!("{}", counts.join("\n"));
}

/// Does the task, and counts the letters of its name.
fn count(task: &str) -> String {
    worker(task);
    let letters = task.chars().filter(|letter| letter.is_alphabetic());
    format!("{task}: {} letters", letters.count())
}
