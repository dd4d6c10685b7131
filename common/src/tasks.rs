//! Tasks that a program finds out about only when it runs.

use std::{
    fmt, slice,
    sync::atomic::{AtomicBool, Ordering},
    vec,
};

use crate::{Worker, settings, worker};

/// Something to do. There is one of it: it can be lent and given away, and not cloned. Its name is not to be had
/// before [`run`](Self::run) has returned it, so nobody can say beforehand what will have been done.
pub struct Task(String);

/// A list of tasks, made when the program runs. There is one of it, too.
#[derive(Debug)]
pub struct Tasks(Vec<Task>);

/// The tasks of this run: those that the setting `TASKS` names, or else `sort data`, `parse files` and
/// `generate output`.
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
/// If it was called before: there is only one list.
pub fn tasks() -> Tasks {
    static WERE_HANDED_OUT: AtomicBool = AtomicBool::new(false);
    assert!(
        !WERE_HANDED_OUT.swap(true, Ordering::Relaxed),
        "the tasks of a run are handed out once, and they have been"
    );
    let the_articles = || ["sort data", "parse files", "generate output"].map(str::to_owned);
    let names = settings::tasks().unwrap_or_else(|| the_articles().into());
    Tasks(names.into_iter().map(Task).collect())
}

impl Task {
    /// Does the three steps of a [`worker`], and returns what came of it: `sort data: 8 letters`.
    ///
    /// # Panics
    ///
    /// As [`worker`] does.
    #[track_caller]
    pub fn run(&self) -> String {
        let Self(task) = self;
        worker(task);
        let letters = task.chars().filter(|letter| letter.is_alphabetic());
        format!("{task}: {} letters", letters.count())
    }

    /// A worker on it that has not done anything.
    #[track_caller]
    pub fn worker(&self) -> Worker {
        Worker::new(&self.0)
    }
}

impl Tasks {
    /// Prints which tasks there were, and is the end of the list: whoever calls it has it back from
    /// everybody to whom it was lent.
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
