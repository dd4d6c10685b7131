//! A lock that takes time.

use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::Worker;

/// A [`Mutex`] in slow motion: to lock it is a step of the worker, who holds it already while it waits for
/// that step.
///
/// ```
/// let letters = common::Lock::new(vec!["a"]);
/// let mut worker = common::Worker::new("sort data");
/// letters.lock(&mut worker).push("b"); // step 0
/// assert_eq!(letters.into_inner(), ["a", "b"]);
/// ```
#[derive(Debug, Default)]
pub struct Lock<T>(Mutex<T>);

impl<T> Lock<T> {
    /// A lock that nobody holds, around `value`.
    pub const fn new(value: T) -> Self {
        Self(Mutex::new(value))
    }

    /// Waits until nobody else holds the lock, takes it, and then does the next step of `worker`. The lock
    /// is held until what this returns is dropped. That somebody panicked while holding it is forgiven.
    pub fn lock(&self, worker: &mut Worker) -> MutexGuard<'_, T> {
        let guard = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        worker.step();
        guard
    }

    /// What is in it, when nobody shares it any more.
    pub fn into_inner(self) -> T {
        self.0.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}
