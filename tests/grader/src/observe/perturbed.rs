//! Perturbed runs: in each, one thing is different than in all other experiments. The worker that
//! is held to the end is the one that fails in all other runs, whose last steps come only here; or
//! that of the last task, which a program may take for the last that comes. Where a worker fails,
//! it does so as soon as all have come, and it is seen whether main stays for the others.

use std::io;

use scheduler::Step;

use super::{
    Play, Subject,
    run::{Experiment, Run},
    schedules,
};
use crate::spec::Spec;

/// One for each of `perturbed`, which are perturbations of `usual`.
pub(super) fn all<'a>(usual: &'a Subject, perturbed: &'a [Subject]) -> Vec<Play<'a>> {
    let plays = perturbed.iter().map(|subject| {
        let last = last(usual.spec, subject.spec);
        Box::new(move || conduct(subject, last)) as Play
    });
    plays.collect()
}

/// The task whose worker should be the last: the one that fails else, if it does not now, or that
/// of the last task.
fn last<'a>(usual: &'a Spec, now: &'a Spec) -> Option<&'a str> {
    let failing = usual.failing_task();
    let failing = failing.filter(|_| now.failing_task() != failing);
    failing.or(now.tasks_at_run_time.last().map(String::as_str))
}

fn conduct(subject: &Subject, last: Option<&str>) -> io::Result<Run> {
    let mut trial = subject.trial(Experiment::Perturbed)?;
    let spec = subject.spec;
    if !trial.let_all_come()? {
        return trial.finish_all();
    }
    let is_of = |step: &Step, task: Option<&str>| task == Some(&step.task);
    let failing = spec.failing_task();
    if failing.is_some() {
        let mut until_it_fails = spec.lines.steps();
        until_it_fails.retain(|step| is_of(step, failing));
        let has_failed = trial.follow(&until_it_fails, until_it_fails.len())?;
        if !has_failed || trial.stays()?.is_none() {
            return trial.finish_all();
        }
    }
    let schedules = spec.exposing_schedules();
    let ends_with_last = |steps: &&Vec<Step>| steps.last().is_some_and(|step| is_of(step, last));
    let schedule = schedules.iter().find(ends_with_last).or(schedules.first());
    let mut schedule = schedule.cloned().unwrap_or_default();
    schedule.retain(|step| !is_of(step, failing));
    schedules::with_a_rest(trial, &schedule)
}
