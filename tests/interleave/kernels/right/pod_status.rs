//! Two threads record a status and send it after they have released the lock of all statuses. The
//! receiver can always take the lock, so it comes back for the next message.
//!
//! Source: GoBench GoKer, kubernetes#10182
//! Kind: deadlock

use std::sync::{Mutex, mpsc};
use std::thread;

fn main() {
    let statuses = Mutex::new(Vec::new());
    let (sender, receiver) = mpsc::sync_channel(0);
    thread::scope(|scope| {
        for pod in 0..2 {
            let (statuses, sender) = (&statuses, sender.clone());
            scope.spawn(move || {
                statuses.lock().unwrap().push(pod);
                sender.send(pod).unwrap();
            });
        }
        for pod in receiver.iter().take(2) {
            statuses.lock().unwrap().retain(|&other| other != pod);
        }
    });
    println!("left: {}", statuses.lock().unwrap().len());
}
