//! A number in a memory so slow that one can watch it.

use std::sync::atomic::{AtomicU32, Ordering::SeqCst};

use crate::Worker;

/// What a scheduler is told that a step is on.
const WHAT: &str = "Counter";

/// A number that workers share, each access to which takes one or more of the worker's steps.
///
/// It is an [`AtomicU32`] in slow motion. Between a [`load`](Self::load) and a [`store`](Self::store)
/// somebody else may always come: with other memory that is a matter of nanoseconds, and of luck.
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
    /// A counter that is at 0.
    pub const fn new() -> Self {
        Self(AtomicU32::new(0))
    }

    /// Reads the number, which is the next step of `worker`.
    #[track_caller]
    pub fn load(&self, worker: &mut Worker) -> u32 {
        worker.step_on(WHAT, || self.0.load(SeqCst))
    }

    /// Writes the number, which is the next step of `worker`.
    #[track_caller]
    pub fn store(&self, worker: &mut Worker, value: u32) {
        worker.step_on(WHAT, || self.0.store(value, SeqCst));
    }

    /// Adds `value` and returns what the number was before. It takes the next two steps of `worker`, as
    /// long as a [`load`](Self::load) and a [`store`](Self::store); but it reads and writes in the second of
    /// them, and nobody can come between.
    #[track_caller]
    pub fn fetch_add(&self, worker: &mut Worker, value: u32) -> u32 {
        worker.step_on(WHAT, || ());
        worker.step_on(WHAT, || self.0.fetch_add(value, SeqCst))
    }

    /// The number, when nobody shares it any more.
    pub fn into_inner(self) -> u32 {
        self.0.into_inner()
    }
}
