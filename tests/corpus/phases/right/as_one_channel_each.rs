//! Sends everybody a message after each step, also itself, and waits for three.
//!
//! Finding: joined

use std::{sync::mpsc, thread};

use common::{Worker, start};

fn main() {
    start();
    let (senders, receivers): (Vec<_>, Vec<_>) = (0..3).map(|_| mpsc::channel()).unzip();
    thread::scope(|scope| {
        for (task, news) in ["sort data", "parse files", "generate output"]
            .into_iter()
            .zip(receivers)
        {
            let senders = senders.clone();
            scope.spawn(move || {
                let mut worker = Worker::new(task);
                for step in 0..3 {
                    worker.step();
                    for sender in &senders {
                        let _ = sender.send(step);
                    }
                    for _ in 0..3 {
                        news.recv().unwrap();
                    }
                }
            });
        }
    });
}
