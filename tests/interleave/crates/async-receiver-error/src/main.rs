//! The receiver finds the channel empty. Then the sender sends and is dropped. The receiver finds
//! the channel closed and reports an error, although the message is there.
//!
//! Source: flume's changelog for 0.11.0 ("Fixed a rare race condition in the async
//! implementation").
//!
//! Fails: 0.10.14
//! Mended: 0.11.0
//! Ends: panic
use std::{future::Future, pin::pin, task, thread};

fn main() {
    let (sender, receiver) = flume::unbounded();
    let sends = thread::spawn(move || sender.send(1).unwrap());
    let mut future = pin!(receiver.recv_async());
    let mut context = task::Context::from_waker(task::Waker::noop());
    let received = loop {
        match future.as_mut().poll(&mut context) {
            task::Poll::Ready(received) => break received,
            task::Poll::Pending => thread::yield_now(),
        }
    };
    assert_eq!(received, Ok(1));
    sends.join().unwrap();
    println!("done");
}
