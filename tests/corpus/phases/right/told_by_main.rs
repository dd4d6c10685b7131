//! Tells main of each step that is done, and main tells all three to go on when it has heard of
//! three.
//!
//! Finding: joined

use std::{sync::mpsc, thread};

use common::{Worker, start};

fn main() {
    start();
    let (done, news) = mpsc::channel();
    let mut starters = Vec::new();
    thread::scope(|scope| {
        for task in ["sort data", "parse files", "generate output"] {
            let done = done.clone();
            let (starter, go) = mpsc::channel();
            starters.push(starter);
            scope.spawn(move || {
                let mut worker = Worker::new(task);
                for () in go {
                    worker.step();
                    done.send(()).unwrap();
                }
            });
        }
        for _ in 0..3 {
            for starter in &starters {
                starter.send(()).unwrap();
            }
            for _ in 0..starters.len() {
                news.recv().unwrap();
            }
        }
        drop(starters);
    });
}
