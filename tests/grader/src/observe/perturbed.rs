//! Perturbed runs: in each, one thing is different from all other experiments. One worker is held
//! to the end. If a worker fails in all other runs and not in this one, it is that worker, because
//! it does its last steps only here. Otherwise it is the worker on the last task, which a program
//! may expect to arrive last. If a worker fails, it fails as soon as all have arrived. Then the run
//! shows whether main stays for the others.

use std::io;

use scheduler::Step;

use super::{
    Play, Subject,
    run::{Experiment, Run},
    schedules,
};
use crate::spec::{Change, Perturbation, Spec};

/// A play for each perturbation of `usual`, in their order.
pub(super) fn all<'a>(usual: &'a Subject) -> Vec<Play<'a>> {
    let perturbations = usual.spec.perturbations.iter();
    let plays = perturbations.map(|Perturbation { change, spec }| {
        let last = match change {
            Change::FailsLast(task) => Some(task.as_str()),
            _ => last(usual.spec, spec),
        };
        Box::new(move || conduct(&usual.with(change), last)) as Play
    });
    plays.collect()
}

/// The task whose worker is held to the end: the one that usually fails, if it does not fail now,
/// or else the last task.
fn last<'a>(usual: &'a Spec, now: &'a Spec) -> Option<&'a str> {
    let failing = usual.failing_task();
    let failing = failing.filter(|_| now.failing_task() != failing);
    failing.or(now.tasks_at_run_time.last().map(String::as_str))
}

fn conduct(subject: &Subject, last: Option<&str>) -> io::Result<Run> {
    let mut trial = subject.trial(Experiment::Perturbed)?;
    let spec = subject.spec;
    if !trial.let_all_come()? {
        trial.note_absence();
        return trial.finish_all();
    }
    let is_of = |step: &Step, task: Option<&str>| task == Some(&step.task);
    let failing = spec.failing_task().filter(|failing| last != Some(failing));
    if failing.is_some() {
        let mut until_it_fails = spec.lines.steps();
        until_it_fails.retain(|step| is_of(step, failing));
        let has_failed = trial.follow(&until_it_fails, until_it_fails.len())?;
        if !has_failed || trial.stays()?.is_none() {
            return trial.finish_all();
        }
    }
    let mut schedules = spec.lines.exposing_schedules().into_iter();
    let held = schedules.find(|steps| steps.last().is_some_and(|step| is_of(step, last)));
    let mut schedule = held.unwrap_or_else(|| all_before(spec, last));
    schedule.retain(|step| !is_of(step, failing));
    schedules::with_a_rest(trial, &schedule)
}

/// A schedule with the steps of the worker on `last` at its end, as far as the order allows it.
fn all_before(spec: &Spec, last: Option<&str>) -> Vec<Step> {
    let mut steps = spec.lines.steps();
    steps.sort_by_key(|step| Some(step.task.as_str()) == last);
    let wish = steps.iter().map(|step| step.line() + "\n");
    let output = spec.lines.closest_to(&wish.collect::<String>());
    output.lines().filter_map(Step::of_line).collect()
}
