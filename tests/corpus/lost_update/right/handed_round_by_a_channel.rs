//! Keeps the counter in a channel: a worker that wants to count takes it out, and sends it back
//! when it has counted. There is one counter, so only one worker has it at a time.
//!
//! Finding: joined

use std::{
    sync::{
        Mutex,
        mpsc::{self, Receiver, Sender},
    },
    thread,
};

use common::{Counter, Task, start, tasks};

fn main() {
    start();
    let (sender, counters) = mpsc::channel();
    sender.send(Counter::new()).expect("it is not dropped");
    let counters = Mutex::new(counters);
    thread::scope(|scope| {
        for task in tasks() {
            let (sender, counters) = (&sender, &counters);
            scope.spawn(move || work(&task, sender, counters));
        }
    });
    let done = take(&counters);
    println!("tasks done: {}", done.into_inner());
}

/// Does `task`, and counts it.
fn work(task: &Task, sender: &Sender<Counter>, counters: &Mutex<Receiver<Counter>>) {
    let mut worker = task.worker();
    worker.step();
    let done = take(counters);
    let before = done.load(&mut worker);
    done.store(&mut worker, before + 1);
    sender.send(done).expect("main keeps the other end");
}

/// The counter, as soon as no other worker has it.
fn take(counters: &Mutex<Receiver<Counter>>) -> Counter {
    let counters = counters.lock().expect("no thread panics");
    counters.recv().expect("main keeps a sender")
}
