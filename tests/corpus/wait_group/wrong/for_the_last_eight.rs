//! Main waits for the last eight workers only, and there may be more.
//!
//! Finding: forgets-some

use std::{
    collections::VecDeque,
    sync::mpsc::{self, Receiver},
    thread,
};

use common::{start, tasks};

fn main() {
    start();
    let mut ends: VecDeque<Receiver<()>> = VecDeque::new();
    for task in tasks() {
        let (tx, rx) = mpsc::channel();
        thread::spawn(move || {
            task.run();
            drop(tx);
        });
        if ends.len() == 8 {
            ends.pop_front();
        }
        ends.push_back(rx);
    }
    for end in ends {
        let _ = end.recv();
    }
    println!("All done");
}
