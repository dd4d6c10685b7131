//! A thread wakes a task: it runs the function that puts the task into a queue. Another thread
//! takes the task out and drops it, and with it the function that still runs.
//!
//! Source: async-task's changelog for 1.1.1.
//!
//! Fails: 1.1.0
//! Mended: 1.1.1
//! Ends: panic
use std::{future, sync::mpsc, task::Poll, thread};

fn main() {
    let (wakers, woken) = mpsc::channel();
    let (queue, tasks) = mpsc::channel();
    let name = vec![7; 10];
    let schedule = move |task| {
        queue.send(task).unwrap();
        assert_eq!(name, [7; 10]);
    };
    let pends = future::poll_fn(move |context| {
        wakers.send(context.waker().clone()).unwrap();
        Poll::<()>::Pending
    });
    let (task, handle) = async_task::spawn(pends, schedule, ());
    task.run();
    drop(handle);
    let waker = woken.recv().unwrap();
    let wakes = thread::spawn(move || waker.wake());
    drop(tasks.recv());
    wakes.join().unwrap();
    println!("done");
}
