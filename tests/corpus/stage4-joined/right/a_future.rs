//! Waits by a future, which is ready when no worker is left, and whose waker unparks main.
//!
//! Finding: joined

use std::{
    future,
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    task::{Context, Poll, Wake, Waker},
    thread::{self, Thread},
};

use common::{start, worker};

static LEFT: AtomicU32 = AtomicU32::new(3);

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

fn main() {
    start();
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    for task in ["sort data", "parse files", "generate output"] {
        let waker = waker.clone();
        thread::spawn(move || {
            worker(task);
            LEFT.fetch_sub(1, Ordering::Release);
            waker.wake();
        });
    }
    let mut all_done = pin!(future::poll_fn(|_| match LEFT.load(Ordering::Acquire) {
        0 => Poll::Ready(()),
        _ => Poll::Pending,
    }));
    let mut context = Context::from_waker(&waker);
    while all_done.as_mut().poll(&mut context).is_pending() {
        thread::park();
    }
}
