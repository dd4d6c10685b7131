//! Counts the messages in a thread of their own, into an atomic number that main prints when the
//! channel has ended and that thread with it.
//!
//! Finding: joined

use std::{
    sync::{
        atomic::{AtomicUsize, Ordering},
        mpsc,
    },
    thread,
};

use common::{start, tasks};

fn main() {
    start();
    let count = AtomicUsize::new(0);
    thread::scope(|scope| {
        let (sender, messages) = mpsc::sync_channel(1);
        for task in tasks() {
            let sender = sender.clone();
            scope.spawn(move || sender.send(task.run()).expect("the counter listens"));
        }
        let count = &count;
        scope.spawn(move || {
            for _result in messages {
                count.fetch_add(1, Ordering::Relaxed);
            }
        });
    });
    println!("{} messages", count.into_inner());
}
