//! Variations: what a program is expected to do when something is different than in all other runs. A program that
//! is right only because somebody knew what the check would do is wrong then.

use std::fmt;

use crate::expectation::{Exit, Expectation, FAILS, TASKS};

/// What is expected when something is different.
#[derive(Clone, Debug)]
pub struct Variation {
    /// What is different.
    pub change: Change,
    /// What the program is expected to do then.
    pub expectation: Expectation,
}

/// What is different in a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// The worker on this task fails.
    Fails(String),
    /// No worker fails.
    NobodyFails,
    /// There is only this task.
    OneTask(String),
}

impl Change {
    /// What can be different for a program of which `expectation` is expected: where a worker is to fail, each of
    /// the others may, or none; where the tasks are known only at run time, there may be only the first of them: fewer
    /// than there are threads, or places, and an odd number.
    pub fn all(expectation: &Expectation) -> impl Iterator<Item = Self> {
        let failing = expectation.failing_task();
        let is_other = move |task: &String| failing.is_some_and(|failing| failing != task);
        let others = expectation.tasks().into_iter().filter(is_other);
        let nobody = failing.map(|_| Self::NobodyFails);
        let tasks = &expectation.tasks_at_run_time;
        let first = tasks.first().filter(|_| tasks.len() > 1);
        let one_task = first.cloned().map(Self::OneTask);
        others.map(Self::Fails).chain(nobody).chain(one_task)
    }

    /// The setting that makes it: its name and value.
    pub fn setting(&self) -> (&'static str, String) {
        match self {
            Self::Fails(task) => (FAILS, task.clone()),
            Self::NobodyFails => (FAILS, "nobody".to_owned()),
            Self::OneTask(task) => (TASKS, task.clone()),
        }
    }

    /// How the name of its answer key ends. Nothing where it has none of its own: whoever fails, the lines are those
    /// of the key, with the names of two tasks exchanged.
    pub fn key(&self) -> Option<&'static str> {
        match self {
            Self::Fails(_) => None,
            Self::NobodyFails => Some("nobody_fails"),
            Self::OneTask(_) => Some("one_task"),
        }
    }

    /// How the exit status should be then, if it should be `usual` else.
    pub fn exit(&self, usual: &Exit) -> Exit {
        match (self, usual) {
            (Self::Fails(task), _) => Exit::Failure(task.clone()),
            (Self::NobodyFails, _) => Exit::Success,
            (Self::OneTask(task), Exit::Failure(failing)) if failing != task => Exit::Success,
            (Self::OneTask(_), usual) => usual.clone(),
        }
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fails(task) => write!(f, "When it is `{task}` that fails"),
            Self::NobodyFails => f.write_str("When nobody fails"),
            Self::OneTask(_) => f.write_str("With one task"),
        }
    }
}
