//! The receiver closes the channel and then tries to receive, while the sender sends. Both take
//! the value out of the channel: the receiver returns it, and the sender wants it back.
//!
//! Source: RUSTSEC-2021-0124.
//!
//! Fails: 1.13.0
//! Mended: 1.13.1
//! Ends: panic
use std::thread;
use tokio::sync::oneshot;

fn main() {
    let (sender, mut receiver) = oneshot::channel();
    let sends = thread::spawn(move || sender.send(Box::new(1)).is_ok());
    receiver.close();
    let received = receiver.try_recv().is_ok();
    assert_eq!(sends.join().unwrap(), received);
    println!("done");
}
