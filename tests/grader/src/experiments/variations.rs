//! Variations: runs with other settings than all other experiments have, in which whoever asks is granted a turn.
//!
//! Where a worker is to fail, another one does, and then none; where the tasks are known only at run time, there are
//! fewer. A program that is right only because somebody knew what the check would do is wrong now.

use super::*;
use crate::expectation::{FAILS, TASKS};

/// No task is called that.
const NOBODY: &str = "nobody";

pub(super) fn all(subject: &Subject) -> io::Result<Vec<Variation>> {
    let failures = other_failures(subject.expectation).map(|task| (FAILS, task));
    let tasks = fewer_tasks(subject.expectation).map(|tasks| (TASKS, tasks));
    let settings = failures.chain(tasks);
    settings
        .map(|(setting, value)| {
            let launch = subject.launch.clone().env(setting, &value);
            let trial = subject.start(Experiment::Variation, &launch, Session::start)?;
            Ok(Variation {
                setting,
                value,
                run: trial.finish_all()?,
            })
        })
        .collect()
}

/// Who else could fail.
fn other_failures(expectation: &Expectation) -> impl Iterator<Item = String> {
    let failing = expectation.failing_task();
    let is_other = move |task: &String| failing.is_some_and(|failing| failing != task);
    let others = expectation.tasks().into_iter().filter(is_other);
    others.chain(failing.map(|_| NOBODY.to_owned()))
}

/// All tasks but the last.
fn fewer_tasks(expectation: &Expectation) -> Option<String> {
    let (_, fewer) = expectation.tasks_at_run_time.split_last()?;
    (!fewer.is_empty()).then(|| fewer.join(", "))
}
