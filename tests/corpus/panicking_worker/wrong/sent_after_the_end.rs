//! Each thread sends to main that it has ended, and then, on another channel, that its worker has
//! failed. Main takes the failures that have come when it has heard of three ends.
//!
//! Finding: fails

use std::{panic, process, sync::mpsc, thread};

use common::{start, worker};

fn main() {
    start();
    let (ends, ended) = mpsc::channel();
    let (failures, failed) = mpsc::channel();
    for task in ["sort data", "parse files", "generate output"] {
        let (ends, failures) = (ends.clone(), failures.clone());
        thread::spawn(move || {
            let result = panic::catch_unwind(|| worker(task));
            ends.send(()).expect("main listens");
            if result.is_err() {
                // Main may have ended.
                let _ = failures.send(task);
            }
        });
    }
    for () in ended.iter().take(3) {}
    let failed: Vec<_> = failed.try_iter().collect();
    if !failed.is_empty() {
        eprintln!("failed: {}", failed.join(", "));
        process::exit(1);
    }
}
