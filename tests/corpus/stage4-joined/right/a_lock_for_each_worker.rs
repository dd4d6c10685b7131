//! Waits for three locks, each of which a thread holds during its work. Main takes them only when
//! it has heard that they are held.
//!
//! Finding: joined

use std::{
    sync::{Arc, Mutex, mpsc},
    thread,
};

use common::{start, worker};

fn main() {
    start();
    let tasks = ["sort data", "parse files", "generate output"];
    let locks = tasks.map(|task| {
        let lock = Arc::new(Mutex::new(()));
        let at_work = Arc::clone(&lock);
        let (sender, receiver) = mpsc::channel();
        thread::spawn(move || {
            let _guard = at_work.lock().unwrap();
            sender.send(()).unwrap();
            worker(task);
        });
        receiver.recv().unwrap();
        lock
    });
    for lock in locks {
        drop(lock.lock().unwrap());
    }
}
