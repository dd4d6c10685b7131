//! Two threads send a status while they hold the lock of all statuses. The receiver takes the
//! same lock after each message, so it waits for the second sender, which waits for it.
//!
//! Source: GoBench GoKer, kubernetes#10182
//! Kind: deadlock
//! Ends: deadlock

use std::sync::{Mutex, mpsc};
use std::thread;

fn main() {
    let statuses = Mutex::new(Vec::new());
    let (sender, receiver) = mpsc::sync_channel(0);
    thread::scope(|scope| {
        for pod in 0..2 {
            let (statuses, sender) = (&statuses, sender.clone());
            scope.spawn(move || {
                let mut list = statuses.lock().unwrap();
                list.push(pod);
                sender.send(pod).unwrap();
            });
        }
        for pod in receiver.iter().take(2) {
            statuses.lock().unwrap().retain(|&other| other != pod);
        }
    });
    println!("left: {}", statuses.lock().unwrap().len());
}
