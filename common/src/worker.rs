//! A worker that does one step at a time.

use crate::{assert_is_one_line, turns::SchedulingPoint};

/// A worker that does one step at a time, so that a program can do something between two steps.
///
/// ```
/// let mut worker = common::Worker::new("sort data");
/// worker.step(); // prints "sort data 0 complete"
/// worker.step(); // prints "sort data 1 complete"
/// ```
pub struct Worker {
    task: String,
    next: u32,
    point: SchedulingPoint,
}

impl Worker {
    /// A worker on `task`, before its first step.
    ///
    /// # Panics
    ///
    /// Panics if `task` is empty or has more than one line.
    #[track_caller]
    pub fn new(task: &str) -> Self {
        assert_is_one_line(task);
        Self {
            task: task.to_owned(),
            next: 0,
            point: SchedulingPoint::of(task),
        }
    }

    /// Does the next step as [`worker`](crate::worker) does: a random time passes, 0.2 to 1 s at
    /// normal pace, and then it prints `TASK STEP complete`. The first step is 0.
    ///
    /// # Panics
    ///
    /// Panics if stdout cannot be written, or at step 1 if `FAILS` names the task.
    #[track_caller]
    pub fn step(&mut self) {
        self.step_by(None, || ());
    }

    /// Does `work` as the next step. `work` uses a shared object, and `what` is the name of its
    /// type.
    #[track_caller]
    pub(crate) fn step_on<T>(&mut self, what: &str, work: impl FnOnce() -> T) -> T {
        self.step_by(Some(what), work)
    }

    /// Does the next step: waits, calls `work`, prints the line, and returns the result of `work`.
    /// Under a scheduler, no other worker can do a step between `work` and the line.
    #[track_caller]
    fn step_by<T>(&mut self, what: Option<&str>, work: impl FnOnce() -> T) -> T {
        let Self { task, next, point } = self;
        let step = *next;
        *next += 1;
        point.take(step, what, || {
            let result = work();
            println!("{task} {step} complete");
            result
        })
    }
}
