//! A sender waits until no receiver reads the oldest value, which it wants to overwrite. The last
//! reader notifies it just before it begins to wait, without the lock, and the notification is
//! lost.
//!
//! Source: tokio's changelog for 0.2.11 ("`broadcast` potential lost notifications").
//!
//! Fails: 0.2.10
//! Mended: 0.2.11
//! Ends: deadlock
use std::thread;
use tokio::sync::broadcast;

fn main() {
    let (sender, mut receiver) = broadcast::channel(1);
    sender.send(1).unwrap();
    let receives = thread::spawn(move || {
        let _ = receiver.try_recv();
        receiver
    });
    let _ = sender.send(2);
    receives.join().unwrap();
    println!("done");
}
