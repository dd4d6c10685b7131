//! Starts each worker four seconds after the one before, and hopes that it is done so much later.
//!
//! Finding: wrong-output

use std::{sync::mpsc, thread, time::Duration};

use common::{sleep, start, tasks};

fn main() {
    start();
    let (sender, results) = mpsc::channel();
    for (place, task) in (0..).zip(tasks()) {
        let sender = sender.clone();
        thread::spawn(move || {
            sleep(Duration::from_secs(4 * place));
            sender.send(task.run()).expect("main listens");
        });
    }
    drop(sender);
    let results: Vec<_> = results.into_iter().collect();
    for result in results {
        println!("{result}");
    }
}
