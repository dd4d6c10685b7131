//! Perturbations: what a program is expected to do when one thing is different from all other runs.
//! They catch a program that is right only because its author knew what the check does.

use std::fmt;

use interleave::scheduled::PROCESSORS;

use super::{FAILS, Spec, TASKS, in_check};

/// What is expected when something is different.
#[derive(Clone, Debug)]
pub struct Perturbation {
    /// What is different.
    pub change: Change,
    /// What the program is expected to do then.
    pub spec: Spec,
}

/// What is different in a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// The worker on this task fails, before the others have finished.
    Fails(String),
    /// The worker on this task fails, after all others have finished.
    FailsLast(String),
    /// No worker fails.
    NoneFails,
    /// There is only this task.
    OneTask(String),
    /// There are [`MANY`] tasks.
    ManyTasks,
    /// The program is told that there are so many processors. It is expected to do the same.
    Processors(usize),
}

/// More tasks than bits in a byte, than places in a small queue, and than numbers of one digit. Names
/// of tasks can contain digits, and need not contain a space.
pub const MANY: [&str; 12] = [
    "sort data",
    "parse files",
    "generate output",
    "send mail",
    "read mail",
    "clean up",
    "fetch pages",
    "index words",
    "rank pages",
    "draw 24 maps",
    "check links",
    "recount",
];

impl Change {
    /// Few processors and many, the commonest number first. Usually it is told of four.
    pub const OF_PROCESSORS: [Self; 4] = [
        Self::Processors(2),
        Self::Processors(1),
        Self::Processors(3),
        Self::Processors(8),
    ];

    /// All changes of what is to be done, for a program with this `spec`. If a worker should fail, each of the others may
    /// fail instead, or none. If the tasks are known only at run time, there may be only the first
    /// one: fewer than there are threads or places, and an odd number. Or there may be many.
    pub fn all(spec: &Spec) -> impl Iterator<Item = Self> {
        let failing = spec.failing_task();
        let is_other = move |task: &String| failing.is_some_and(|failing| failing != task);
        let others: Vec<String> = spec.tasks().into_iter().filter(is_other).collect();
        let last = others.clone().into_iter().map(Self::FailsLast);
        let none = failing.map(|_| Self::NoneFails);
        let tasks = &spec.tasks_at_run_time;
        let first = tasks.first().filter(|_| tasks.len() > 1);
        let one_task = first.cloned().map(Self::OneTask);
        let many_tasks = first.map(|_| Self::ManyTasks);
        let others = others.into_iter().map(Self::Fails);
        let of_failures = others.chain(last).chain(none);
        of_failures.chain(one_task).chain(many_tasks)
    }

    /// Whether it changes what the program is to do. Otherwise it changes what the interleaver tells the
    /// program.
    pub fn is_of_work(&self) -> bool {
        !matches!(self, Self::Processors(_))
    }

    /// The setting that makes the change: its name and value.
    pub fn setting(&self) -> (&'static str, String) {
        match self {
            Self::Fails(task) | Self::FailsLast(task) => (FAILS, task.clone()),
            Self::NoneFails => (FAILS, "nobody".to_owned()),
            Self::OneTask(task) => (TASKS, task.clone()),
            Self::ManyTasks => (TASKS, MANY.join(", ")),
            Self::Processors(count) => (PROCESSORS, count.to_string()),
        }
    }

    /// The variable with which a check makes the change, and its value.
    pub fn in_check(&self) -> (String, String) {
        let (setting, value) = self.setting();
        match self {
            // The runtime takes it away before the program begins.
            Self::Processors(_) => (setting.to_owned(), value),
            _ => (in_check(setting), value),
        }
    }

    /// How the name of its answer key ends. None if it has no key of its own. Then its lines are
    /// those of the usual key, with the names of two tasks exchanged.
    pub fn key(&self) -> Option<&'static str> {
        match self {
            Self::Fails(_) | Self::FailsLast(_) | Self::Processors(_) => None,
            Self::NoneFails => Some("nobody_fails"),
            Self::OneTask(_) => Some("one_task"),
            Self::ManyTasks => Some("many_tasks"),
        }
    }

    /// The task whose worker fails with this change, if that of `usual` fails without it.
    pub fn fails(&self, usual: Option<&str>) -> Option<String> {
        let usual = usual.map(str::to_owned);
        match self {
            Self::Fails(task) | Self::FailsLast(task) => Some(task.clone()),
            Self::NoneFails => None,
            Self::OneTask(task) => usual.filter(|failing| failing == task),
            Self::ManyTasks | Self::Processors(_) => usual,
        }
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fails(task) => write!(f, "When it is `{task}` that fails"),
            Self::FailsLast(task) => write!(f, "When it is `{task}` that fails, as the last"),
            Self::NoneFails => f.write_str("When no worker fails"),
            Self::OneTask(_) => f.write_str("With one task"),
            Self::ManyTasks => write!(f, "With {} tasks", MANY.len()),
            Self::Processors(1) => f.write_str("On one processor"),
            Self::Processors(count) => write!(f, "On {count} processors"),
        }
    }
}
