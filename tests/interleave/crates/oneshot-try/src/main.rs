//! A receiver that was polled tries to receive just when the sender wakes it. It meets a state of
//! the channel that it does not know, and panics.
//!
//! Source: oneshot's changelog for 0.1.5.
//!
//! Fails: 0.1.4
//! Mended: 0.1.5
//! Ends: panic
use std::{future::Future, pin::Pin, sync::Arc, task, thread};

struct Quiet;

impl task::Wake for Quiet {
    fn wake(self: Arc<Self>) {}
}

fn main() {
    let (sender, mut receiver) = oneshot::channel();
    let sends = thread::spawn(move || sender.send(1).is_ok());
    let waker = Arc::new(Quiet).into();
    let mut context = task::Context::from_waker(&waker);
    if Pin::new(&mut receiver).poll(&mut context).is_pending() {
        let _ = receiver.try_recv();
    }
    sends.join().unwrap();
    println!("done");
}
