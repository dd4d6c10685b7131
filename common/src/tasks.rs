//! Tasks that a program learns at run time.

use std::{
    fmt, slice,
    sync::atomic::{AtomicBool, Ordering},
    vec,
};

use crate::{Worker, settings, worker};

/// One piece of work. A task can be borrowed or moved, but not cloned.
///
/// A program gets its name only in the result of [`run`](Self::run). So it cannot print the result
/// without doing the work.
pub struct Task(String);

/// The list of all tasks. It can be borrowed or moved, but not cloned.
#[derive(Debug)]
pub struct Tasks(Vec<Task>);

/// The tasks of this run. The setting `TASKS` names them. Without it they are `sort data`,
/// `parse files` and `generate output`.
///
/// ```no_run
/// let tasks = common::tasks();
/// for task in &tasks {
///     task.run();
/// }
/// tasks.finish(); // prints "Done: sort data, parse files, generate output"
/// ```
///
/// # Panics
///
/// Panics if it was called before, because there is only one list.
pub fn tasks() -> Tasks {
    static HANDED_OUT: AtomicBool = AtomicBool::new(false);
    assert!(
        !HANDED_OUT.swap(true, Ordering::Relaxed),
        "the tasks of a run are handed out once, and they have been"
    );
    let default = || ["sort data", "parse files", "generate output"].map(str::to_owned);
    let names = settings::tasks().unwrap_or_else(|| default().into());
    Tasks(names.into_iter().map(Task).collect())
}

impl Task {
    /// Does the three steps of a [`worker`], and returns its result, such as
    /// `sort data: 8 letters`.
    ///
    /// # Panics
    ///
    /// Panics if [`worker`] does.
    #[track_caller]
    pub fn run(&self) -> String {
        let Self(task) = self;
        worker(task);
        let letters = task.chars().filter(|letter| letter.is_alphabetic());
        format!("{task}: {} letters", letters.count())
    }

    /// A worker on this task, before its first step.
    #[track_caller]
    pub fn worker(&self) -> Worker {
        Worker::new(&self.0)
    }
}

impl Tasks {
    /// Prints the names of all tasks, and ends the list. It takes the list itself, so no thread can
    /// still borrow from it.
    pub fn finish(self) {
        let names: Vec<_> = self.0.into_iter().map(|Task(name)| name).collect();
        println!("Done: {}", names.join(", "));
    }
}

impl fmt::Debug for Task {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Task").finish_non_exhaustive()
    }
}

impl<'a> IntoIterator for &'a Tasks {
    type Item = &'a Task;
    type IntoIter = slice::Iter<'a, Task>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl IntoIterator for Tasks {
    type Item = Task;
    type IntoIter = vec::IntoIter<Task>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}
