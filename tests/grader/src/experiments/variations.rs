//! Variations: runs in which something is different than in all other experiments, one each. The worker that is held to
//! the end is the one that fails in all other runs, whose last steps come only here; or that of the last task, behind
//! whom a program may believe that nobody comes. Where a worker fails, it does so as soon as all have come, and it is
//! seen whether main stays for the others.

use scheduler::Event;

use super::*;
use crate::trial::to_come;

/// How many times it is run at most until somebody is heard of.
const MOST_TIMES: usize = 30;

/// Those of `usual`, which are `varied`.
pub(super) fn all<'a>(usual: &'a Subject, varied: &'a [Subject]) -> impl Iterator<Item = Play<'a>> {
    varied.iter().map(|subject| {
        let last = last(usual.expectation, subject.expectation);
        Box::new(move || Ok(vec![conduct(subject, last)?])) as Play
    })
}

/// The task whose worker should be the last: the one that fails else, if it does not now, or that of the last task.
fn last<'a>(usual: &'a Expectation, now: &'a Expectation) -> Option<&'a str> {
    let failing = usual.failing_task();
    let failing = failing.filter(|_| now.failing_task() != failing);
    failing.or(now.tasks_at_run_time.last().map(String::as_str))
}

/// A run, and whether all have come in it. A main that waits for nobody may be gone before any worker could ask, and then
/// it is not known what it has left behind: it is run again.
fn begun<'a>(subject: &'a Subject) -> io::Result<(Trial<'a>, bool)> {
    let mut times = 0;
    loop {
        times += 1;
        let mut trial = subject.trial(Experiment::Variation)?;
        let have_all_come = trial.let_all_come(to_come())?;
        let mut history = trial.session.history().iter();
        let is_heard = history.any(|moment| matches!(moment.event, Event::Asked(..)));
        if is_heard || trial.session.ending().is_none() || times == MOST_TIMES {
            return Ok((trial, have_all_come));
        }
    }
}

fn conduct(subject: &Subject, last: Option<&str>) -> io::Result<Run> {
    let (mut trial, have_all_come) = begun(subject)?;
    let expectation = subject.expectation;
    if !have_all_come {
        return trial.finish_all();
    }
    let is_of = |step: &Step, task: Option<&str>| task == Some(&step.task);
    let failing = expectation.failing_task();
    if failing.is_some() {
        let mut until_it_fails = expectation.lines.steps();
        until_it_fails.retain(|step| is_of(step, failing));
        let has_failed = trial.follow(&until_it_fails, until_it_fails.len())?;
        if !has_failed || trial.stays(TO_STAY)?.is_none() {
            return trial.finish_all();
        }
    }
    let schedules = expectation.exposing_schedules();
    let ends_with_last = |steps: &&Vec<Step>| steps.last().is_some_and(|step| is_of(step, last));
    let schedule = schedules.iter().find(ends_with_last).or(schedules.first());
    let mut schedule = schedule.cloned().unwrap_or_default();
    schedule.retain(|step| !is_of(step, failing));
    schedules::with_a_rest(trial, &schedule, TO_STAY)
}
