//! Two workers wait for `sort data`, which notifies them after each step. It waits for neither.
//!
//! Finding: too-early

use std::{
    sync::mpsc::{self, Receiver, Sender},
    thread,
};

use common::{Worker, start};

fn main() {
    start();
    let (to_parser, parser) = mpsc::channel();
    let (to_generator, generator) = mpsc::channel();
    thread::scope(|scope| {
        scope.spawn(|| lead("sort data", [to_parser, to_generator]));
        scope.spawn(|| follow("parse files", parser));
        scope.spawn(|| follow("generate output", generator));
    });
}

/// Does the three steps of `task`, and tells the others after each.
fn lead(task: &str, others: [Sender<()>; 2]) {
    let mut worker = Worker::new(task);
    for _ in 0..3 {
        worker.step();
        for other in &others {
            other.send(()).expect("it listens");
        }
    }
}

/// Does the three steps of `task`, and waits for the leader after each.
fn follow(task: &str, leader: Receiver<()>) {
    let mut worker = Worker::new(task);
    for _ in 0..3 {
        worker.step();
        leader.recv().expect("the leader sends");
    }
}
