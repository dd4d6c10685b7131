//! Starts each worker four seconds after the one before, and hopes that it is done so much later.
//!
//! Finding: wrong-output
//! Graded as: results_in_order

use std::{sync::mpsc, thread, time::Duration};

use common::{sleep, start, worker};

fn main() {
    start();
    let (sender, counts) = mpsc::channel();
    for (place, task) in (0..).zip(["sort data", "parse files", "generate output"]) {
        let sender = sender.clone();
        thread::spawn(move || {
            sleep(Duration::from_secs(4 * place));
            sender.send(count(task)).expect("main listens");
        });
    }
    drop(sender);
    let counts: Vec<_> = counts.into_iter().collect();
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
