//! A lock that takes time.

use std::sync::{Mutex, MutexGuard, PoisonError, TryLockError};

use crate::Worker;

/// A [`Mutex`] in slow motion: to go and lock it is a step of the worker. Between that step and the one before
/// somebody else may come, and take it.
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

    /// Goes to lock it, which is the next step of `worker`, and then waits if somebody else holds it. It is
    /// held until what this returns is dropped. That somebody panicked while holding it is forgiven.
    #[track_caller]
    pub fn lock(&self, worker: &mut Worker) -> MutexGuard<'_, T> {
        let free = worker.step_on("Lock", || self.lock_if_free());
        free.unwrap_or_else(|| self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn lock_if_free(&self) -> Option<MutexGuard<'_, T>> {
        match self.0.try_lock() {
            Ok(guard) => Some(guard),
            Err(TryLockError::Poisoned(error)) => Some(error.into_inner()),
            Err(TryLockError::WouldBlock) => None,
        }
    }

    /// What is in it, when nobody shares it any more.
    pub fn into_inner(self) -> T {
        self.0.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}
