//! An atomic number whose operations are slow enough to watch.

use std::sync::atomic::{AtomicU32, Ordering::SeqCst};

use crate::Worker;

/// The name of the shared object, for the scheduler.
const WHAT: &str = "Counter";

/// A number that workers share. Each operation on it takes one or two steps of the worker.
///
/// It is an [`AtomicU32`] in slow motion. Between a [`load`](Self::load) and a
/// [`store`](Self::store) another worker can always write. With a plain atomic number this gap
/// lasts only nanoseconds, so the mistake shows only by luck.
///
/// ```
/// let counter = common::Counter::new();
/// let mut worker = common::Worker::new("sort data");
/// let before = counter.load(&mut worker); // step 0
/// counter.store(&mut worker, before + 1); // step 1
/// assert_eq!(counter.into_inner(), 1);
/// ```
#[derive(Debug, Default)]
pub struct Counter(AtomicU32);

impl Counter {
    /// A counter with the number 0.
    pub const fn new() -> Self {
        Self(AtomicU32::new(0))
    }

    /// Reads the number. This is the next step of `worker`.
    #[track_caller]
    pub fn load(&self, worker: &mut Worker) -> u32 {
        worker.step_on(WHAT, || self.0.load(SeqCst))
    }

    /// Writes `value`. This is the next step of `worker`.
    #[track_caller]
    pub fn store(&self, worker: &mut Worker, value: u32) {
        worker.step_on(WHAT, || self.0.store(value, SeqCst));
    }

    /// Adds `value`, and returns the number from before the addition.
    ///
    /// It takes two steps of `worker`, as many as a [`load`](Self::load) and a
    /// [`store`](Self::store). But it reads and writes in the second step, so no other worker can
    /// write between.
    #[track_caller]
    pub fn fetch_add(&self, worker: &mut Worker, value: u32) -> u32 {
        worker.step_on(WHAT, || ());
        worker.step_on(WHAT, || self.0.fetch_add(value, SeqCst))
    }

    /// Takes the number out, when no worker shares the counter any more.
    pub fn into_inner(self) -> u32 {
        self.0.into_inner()
    }
}
