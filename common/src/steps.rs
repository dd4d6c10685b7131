//! A worker whose steps are done one by one.

use crate::{assert_is_one_line, turns::Turns};

/// A worker whose steps are done one by one, so that something else can be done between two of them.
///
/// ```
/// let mut worker = common::Worker::new("sort data");
/// worker.step(); // prints "sort data 0 complete"
/// worker.step(); // prints "sort data 1 complete"
/// ```
pub struct Worker {
    task: String,
    next: u32,
    turns: Turns,
}

impl Worker {
    /// A worker on `task` that has not done anything.
    ///
    /// # Panics
    ///
    /// If `task` is empty or more than one line.
    #[track_caller]
    pub fn new(task: &str) -> Self {
        assert_is_one_line(task);
        Self {
            task: task.to_owned(),
            next: 0,
            turns: Turns::of(task),
        }
    }

    /// Does the next step as [`worker`](crate::worker) does it: takes a random time, 0.2 to 1 s at normal
    /// pace, and then prints `TASK STEP complete`. The first step is 0.
    ///
    /// # Panics
    ///
    /// If stdout cannot be written, or at step 1 if the task is the one that the setting `FAILS` names.
    #[track_caller]
    pub fn step(&mut self) {
        self.step_by(None, || ());
    }

    /// Does the next step by `work`, which is on a `what`, a type of this crate that workers share.
    #[track_caller]
    pub(crate) fn step_on<T>(&mut self, what: &str, work: impl FnOnce() -> T) -> T {
        self.step_by(Some(what), work)
    }

    /// Does the next step: takes its time, does `work`, prints the line, and returns what `work` does.
    /// Nobody else who waits for turns can come between `work` and the line.
    #[track_caller]
    fn step_by<T>(&mut self, what: Option<&str>, work: impl FnOnce() -> T) -> T {
        let Self { task, next, turns } = self;
        let step = *next;
        *next += 1;
        turns.take(step, what, || {
            let result = work();
            println!("{task} {step} complete");
            result
        })
    }
}
