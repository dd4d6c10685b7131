//! Variations: runs in which something is different than in all other experiments, and whoever asks is granted a turn.
//!
//! Where a worker is to fail, another one does, and then none; where the tasks are known only at run time, there are
//! fewer. A program that is right only because somebody knew what the check would do is wrong now.

use super::*;

pub(super) fn all(expectation: &Expectation) -> impl Iterator<Item = Change> {
    let failing = expectation.failing_task();
    let is_other = move |task: &String| failing.is_some_and(|failing| failing != task);
    let others = expectation.tasks().into_iter().filter(is_other);
    let nobody = failing.map(|_| Change::NobodyFails);
    let has_fewer = expectation.lines_with_fewer_tasks.is_some();
    let all_but_one = expectation.tasks_at_run_time.split_last();
    let fewer = all_but_one.filter(|_| has_fewer);
    let fewer = fewer.map(|(_, fewer)| Change::FewerTasks(fewer.to_vec()));
    others.map(Change::Fails).chain(nobody).chain(fewer)
}

pub(super) fn conduct(subject: &Subject, change: Change) -> io::Result<Variation> {
    let (setting, value) = change.setting();
    let launch = subject.launch.clone().env(setting, value);
    let trial = subject.start(Experiment::Variation, &launch, Session::start)?;
    let run = trial.finish_all()?;
    Ok(Variation { change, run })
}
