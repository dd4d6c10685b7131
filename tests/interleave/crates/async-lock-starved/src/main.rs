//! A task that waits too long for the lock turns to a fairer way of waiting. There it takes the
//! lock without noticing, since it compares with the wrong number, and waits for ever.
//!
//! Source: async-lock's changelog for 1.1.2 ("Fix a deadlock issue").
//!
//! Fails: 1.1.1
//! Mended: 1.1.2
//! Ends: deadlock
use async_lock::Lock;
use std::{future::Future, pin::pin, sync::Arc, task, thread, time::Duration};

struct Unpark(thread::Thread);

impl task::Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

fn block_on<T>(future: impl Future<Output = T>) -> T {
    let (mut future, waker) = (pin!(future), Arc::new(Unpark(thread::current())).into());
    loop {
        match future.as_mut().poll(&mut task::Context::from_waker(&waker)) {
            task::Poll::Ready(value) => return value,
            task::Poll::Pending => thread::park(),
        }
    }
}

fn main() {
    let lock = Lock::new(0);
    let threads: Vec<_> = (0..3)
        .map(|_| {
            let lock = lock.clone();
            thread::spawn(move || {
                for pause in [1, 0, 0] {
                    let mut guard = block_on(lock.lock());
                    thread::sleep(Duration::from_millis(pause));
                    *guard += 1;
                }
            })
        })
        .collect();
    for thread in threads {
        thread.join().unwrap();
    }
    assert_eq!(*block_on(lock.lock()), 9);
    println!("done");
}
