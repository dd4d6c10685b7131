//! Takes three messages before it lets go of its sender: with fewer tasks it waits for ever.
//!
//! Finding: hangs

use std::{sync::mpsc, thread};

use common::{start, tasks};

fn main() {
    start();
    let (sender, messages) = mpsc::channel();
    for task in tasks() {
        let s = sender.clone();
        thread::spawn(move || s.send(task.run()).unwrap());
    }
    let mut count = 0;
    for _ in 0..3 {
        messages.recv().unwrap();
        count += 1;
    }
    drop(sender);
    count += messages.iter().count();
    println!("{count} messages");
}
