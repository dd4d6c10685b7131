//! A task is woken from another thread while its executor is dropped. The waker puts the task into
//! the queue of an executor that is freed at the same time.
//!
//! Source: async-executor's changelog for 1.14.1.
//!
//! Fails: 1.14.0
//! Mended: 1.14.1
//! Ends: signal
use async_executor::Executor;
use std::{future, sync::mpsc, task::Poll, thread};

fn main() {
    let (sender, receiver) = mpsc::channel();
    let executor = Executor::new();
    let task = executor.spawn(future::poll_fn(move |context| {
        sender.send(context.waker().clone()).unwrap();
        Poll::<()>::Pending
    }));
    assert!(executor.try_tick());
    let waker = receiver.recv().unwrap();
    let wakes = thread::spawn(move || waker.wake());
    drop(executor);
    wakes.join().unwrap();
    drop(task);
    println!("done");
}
