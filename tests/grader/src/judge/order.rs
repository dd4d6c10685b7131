//! The rule about a worker that waits for another one without need.

use scheduler::{Event, Step};

use super::{Case, Verdict, concurrency::absent};
use crate::{
    finding::Finding,
    observe::{
        Run,
        run::{Stuck, Why},
    },
    schedule::Turn,
    text::indented,
};

/// A step that could not be done until another worker had gone on.
pub(super) fn needless_wait(case: &Case) -> Option<Verdict> {
    let is_late = |stuck: &&Stuck| {
        let is_too_few = stuck.waiting < stuck.expected && !absent(stuck).is_empty();
        matches!(stuck.why, Why::NotAsked | Why::NotFollowed) && !is_too_few
    };
    case.runs().filter(|run| !has_twins(run)).find_map(|run| {
        let stuck = run.stuck.as_ref().filter(is_late)?;
        let other = done_before(run, &stuck.step)?;
        // If the task orders the two, the wait is needed. A step too many is another mistake.
        let lines = &case.spec.lines;
        if !lines.steps().contains(&other) {
            return None;
        }
        let is_needed =
            lines.is_before(&other, &stuck.step) || lines.is_before(&stuck.step, &other);
        (!is_needed).then(|| waits_for(run, stuck, &other))
    })
}

/// Whether two workers were on the same task: then a step may be either's.
fn has_twins(run: &Run) -> bool {
    let tasks: Vec<_> = run.arrived().collect();
    (1..tasks.len()).any(|place| tasks[..place].contains(&tasks[place]))
}

fn waits_for(run: &Run, stuck: &Stuck, other: &Step) -> Verdict {
    let step = &stuck.step;
    let all = if absent(stuck).is_empty() {
        "All had started, but "
    } else {
        ""
    };
    let message =
        format!("{all}`{step}` was not done until `{other}` was, which it does not need.");
    let what = match stuck.why {
        Why::NotFollowed => "was granted, and not done",
        _ => "was not asked for",
    };
    let heading = indented(&format!("  `{step}` {what}:"));
    let situation = indented(&stuck.situation.to_string());
    let mut schedule = run.turns_until(stuck.granted.len());
    schedule.push(Turn::Step(step.clone()));
    Verdict::new(Finding::NeedlessWait, message)
        .showing(format!("{heading}\n{situation}"))
        .at(stuck.situation.line())
        .replaying(run, schedule)
}

/// The step of another worker after which `step` was done.
fn done_before(run: &Run, step: &Step) -> Option<Step> {
    let history = &run.record.history;
    let done = history
        .iter()
        .position(|event| *event == Event::Finished(step.clone()))?;
    history[..done].iter().rev().find_map(|event| match event {
        Event::Granted(other) if other.task != step.task => Some(other.clone()),
        _ => None,
    })
}
