//! What a program is expected to do, as data. Every experiment and every finding refers to it. So a
//! pool or a pipeline is as easy to specify as three workers that are joined.

use std::{
    collections::{HashMap, HashSet},
    ops::RangeInclusive,
};

use scheduler::{Launch, PartialOrder, Shared, Step};
use serde::Deserialize;

mod perturbation;

pub use perturbation::{Change, MANY, Perturbation};

use crate::finding::Finding;

/// The setting that names the tasks, if they are known only at run time.
pub const TASKS: &str = "TASKS";

/// The setting that names the task whose worker fails.
pub const FAILS: &str = "FAILS";

/// What a program is expected to do.
#[derive(Clone, Debug)]
pub struct Spec {
    /// What it prints, and in which orders.
    pub lines: PartialOrder,
    /// The least and the most workers that are in progress at the same time.
    pub concurrency: RangeInclusive<usize>,
    /// How main ends.
    pub main: MainBehaviour,
    /// The task whose worker fails, if one should. Then the exit status must not be 0, and stderr
    /// must name this task. If another worker fails instead, stderr must name its task, and if none
    /// fails, the program must succeed.
    pub fails: Option<String>,
    /// Whether every order of the lines must be possible. If not, the program may prevent some
    /// orders, for example with a lock. But in at least one order, as many workers must be in
    /// progress as should be at once.
    pub all_orders: bool,
    /// The tasks that the program gets at run time, if they are not the ones that it has by itself.
    pub tasks_at_run_time: Vec<String>,
    /// The shared object that at least one step of each worker should use, if the lesson is about
    /// that.
    pub uses: Option<Shared>,
    /// The calls in which main should not wait, because the lesson is about another way.
    pub not_in: Vec<String>,
    /// What it should do when something is different.
    pub perturbations: Vec<Perturbation>,
}

/// How main ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MainBehaviour {
    /// When all its workers have finished.
    #[default]
    Waits,
    /// At once.
    Leaves,
    /// When some time has passed.
    Sleeps,
}

/// The variable with which a check makes a setting. Its name is not that of the setting. So a
/// program that reads the setting itself does not learn what the check has set.
pub fn in_check(setting: &str) -> String {
    format!("WORKSHOP_{setting}")
}

impl Spec {
    /// The finding for a program that does all this.
    pub fn wanted(&self) -> Finding {
        match self.main {
            MainBehaviour::Leaves => Finding::NoWait,
            MainBehaviour::Sleeps => Finding::Sleeps,
            MainBehaviour::Waits if *self.concurrency.end() == 1 => Finding::Serial,
            MainBehaviour::Waits => Finding::Joined,
        }
    }

    /// The tasks, in the order of the answer key.
    pub fn tasks(&self) -> Vec<String> {
        let mut tasks = Vec::new();
        for step in self.lines.steps() {
            if !tasks.contains(&step.task) {
                tasks.push(step.task);
            }
        }
        tasks
    }

    /// Whether the worker on `task` has done all its steps after the steps in `done`.
    pub fn is_finished<'a>(&self, task: &str, mut done: impl Iterator<Item = &'a Step>) -> bool {
        let steps = self.lines.steps();
        let last = steps.iter().rfind(|step| step.task == task);
        last.is_some_and(|last| done.any(|step| step == last))
    }

    /// Whether the program partly decides which worker comes next, so that no schedule can be fixed
    /// in advance. This is so if not every order must be possible, or if more workers could come
    /// next than may be in progress.
    pub fn is_limited(&self) -> bool {
        !self.all_orders || self.lines.width() > *self.concurrency.end()
    }

    /// How many workers should at least wait for their turns after the steps in `done`. That is the
    /// least concurrency, but no more than there are next steps. If not every order must be
    /// possible, it is at most one.
    pub fn least_after<'a>(&self, done: impl Iterator<Item = &'a Step>) -> usize {
        // A worker that holds a lock may keep all others from their next steps for a while.
        let least = if self.all_orders {
            *self.concurrency.start()
        } else {
            1
        };
        self.lines.next_steps(done).len().min(least)
    }

    /// The program that `launch` starts, with the settings that this expectation needs.
    pub fn with_settings(&self, launch: Launch) -> Launch {
        let tasks = self.tasks_at_run_time.join(", ");
        let tasks = (!tasks.is_empty()).then_some((TASKS, tasks.as_str()));
        let fails = self.failing_task().map(|task| (FAILS, task));
        let settings = tasks.into_iter().chain(fails);
        settings.fold(launch, |launch, (name, value)| {
            launch.env(in_check(name), value)
        })
    }

    /// What is expected with that `change`, or without any.
    pub fn with(&self, change: Option<&Change>) -> &Self {
        let is_it = |perturbation: &&Perturbation| Some(&perturbation.change) == change;
        let perturbation = self.perturbations.iter().find(is_it);
        perturbation.map_or(self, |perturbation| &perturbation.spec)
    }

    /// The task whose worker fails, if one should.
    pub fn failing_task(&self) -> Option<&str> {
        self.fails.as_deref()
    }

    /// How many interleavings are possible, if that does not depend on the program, and if they can
    /// be counted.
    pub fn possible(&self) -> Option<u64> {
        let is_fixed = |count: &u64| *count == 1 || !self.is_limited();
        self.lines.count().filter(is_fixed)
    }

    /// The tasks whose workers were in progress at the end of `output`, as its lines show. A worker is
    /// in progress from its first line to its last.
    pub fn in_progress(&self, output: &[u8]) -> Vec<String> {
        let output = String::from_utf8_lossy(output);
        let done: Vec<Step> = output.lines().filter_map(Step::of_line).collect();
        let mut tasks = self.tasks();
        tasks.retain(|task| {
            let has_begun = done.iter().any(|step| step.task == *task);
            has_begun && !self.is_finished(task, done.iter())
        });
        tasks
    }

    /// The length of `output` in bytes when too many workers were in progress for the first time, as
    /// its lines show. None if there never were.
    pub fn crowded_after(&self, output: &[u8]) -> Option<usize> {
        // The number of the last step of each task that is not finished.
        let steps = self.lines.steps().into_iter();
        let mut last: HashMap<_, _> = steps.map(|step| (step.task, step.number)).collect();
        let mut at_work = HashSet::new();
        let mut length = 0;
        let lines = output.split_inclusive(|&byte| byte == b'\n');
        for line in lines.filter(|line| line.ends_with(b"\n")) {
            length += line.len();
            let line = String::from_utf8_lossy(line);
            let Some(Step { task, number }) = line.lines().next().and_then(Step::of_line) else {
                continue;
            };
            if last.get(&task) == Some(&number) {
                last.remove(&task);
                at_work.remove(&task);
            } else if last.contains_key(&task) {
                at_work.insert(task);
            }
            if at_work.len() > *self.concurrency.end() {
                return Some(length);
            }
        }
        None
    }

    /// The first line of the output, if main prints it.
    pub fn heading(&self) -> Option<&str> {
        let first = self.lines.lines().first()?;
        Step::of_line(first).is_none().then_some(first)
    }
}

#[cfg(test)]
impl Spec {
    /// What a program should do that prints the lines of `key` and nothing else, and whose main
    /// waits for its workers.
    pub(crate) fn made_up(key: &str, concurrency: usize) -> Self {
        Self {
            lines: PartialOrder::of_key(key).expect("a key"),
            concurrency: concurrency..=concurrency,
            main: MainBehaviour::Waits,
            fails: None,
            all_orders: true,
            tasks_at_run_time: Vec::new(),
            uses: None,
            not_in: Vec::new(),
            perturbations: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn too_many_are_at_work_after_the_first_line_that_shows_it() {
        let key = "a 0 complete\na 1 complete\nb 0 complete\nb 1 complete\nc 0 complete\n";
        let spec = Spec::made_up(key, 1);
        let lines: [&[u8]; 7] = [
            b"a 0 complete\n",
            b"a 1 complete\n",
            b"b 0 complete\r\n",
            b"b 1 complete\n",
            b"c 0 complete\n",
            b"other 0 complete\n",
            b"\xff\nb 0 complete",
        ];
        // All outputs of four of these.
        for number in 0..7_usize.pow(4) {
            let places = (0..4).map(|digit| number / 7_usize.pow(digit) % 7);
            let output = places
                .map(|place| lines[place])
                .collect::<Vec<_>>()
                .concat();
            let mut ends = (1..=output.len()).filter(|&end| output[end - 1] == b'\n');
            let first = ends.find(|&end| spec.in_progress(&output[..end]).len() > 1);
            let text = String::from_utf8_lossy(&output);
            assert_eq!(spec.crowded_after(&output), first, "{text:?}");
        }
    }
}
