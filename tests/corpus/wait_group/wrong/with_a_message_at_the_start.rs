//! Each thread sends a message when it begins, and one when it ends. Main takes what has come so
//! far, and waits for the end of those that have begun; others may begin later.
//!
//! Finding: no-wait

use std::{sync::mpsc, thread};

use common::{start, tasks};

fn main() {
    start();
    let (begins, begun) = mpsc::channel();
    let (ends, ended) = mpsc::channel();
    for task in tasks() {
        let (begins, ends) = (begins.clone(), ends.clone());
        thread::spawn(move || {
            // Main may be gone by then.
            let _ = begins.send(());
            task.run();
            let _ = ends.send(());
        });
    }
    for () in begun.try_iter() {
        ended.recv().expect("a thread is at work");
    }
    println!("All done");
}
