//! A mutex that is slow enough to watch.

use std::sync::{Mutex, MutexGuard, PoisonError, TryLockError};

use crate::Worker;

/// A [`Mutex`] in slow motion. Locking it is a step of the worker. Between this step and the
/// previous one, another worker can lock it first.
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
    /// A free lock around `value`.
    pub const fn new(value: T) -> Self {
        Self(Mutex::new(value))
    }

    /// Locks it, and returns a guard. The lock is held until the guard is dropped.
    ///
    /// This is the next step of `worker`. If another worker holds the lock, this worker waits after
    /// the step. If a worker panicked while it held the lock, the next worker still gets it.
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

    /// Takes the value out, when no worker shares the lock any more.
    pub fn into_inner(self) -> T {
        self.0.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}
