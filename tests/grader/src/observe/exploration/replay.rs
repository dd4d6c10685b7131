//! Plays an interleaving that an exploration has found once more, and judges it in the same way.

use std::io;

use interleave::{
    build::Program,
    explore::{Accepts, Found},
    plan::Plan,
    server::run_to_show,
    shortest::Interleaving,
};
use scheduler::Launch;

use super::{Failure, STEPS, certain_standstill, inside, is_right, shows_standstills};
use crate::{
    observe::lanes::{in_lanes, named_after_tasks},
    scratch::RunFolders,
    spec::Spec,
};

/// The lanes show all that matters.
const NO_LIMIT: usize = usize::MAX;

/// What one interleaving shows.
pub enum Replayed {
    /// It goes as it should. These are its lanes.
    Right(String),
    /// It goes wrong.
    Wrong(Box<Failure>),
}

/// Plays one interleaving of the operations inside `program`, as an exploration has played it.
///
/// # Errors
///
/// Returns an error if the program cannot be run, if the interleaving does not fit it, or if the run
/// is not seen to its end.
pub fn replay(
    program: &Program,
    spec: &Spec,
    launch: &Launch,
    interleaving: &Interleaving,
) -> io::Result<Replayed> {
    let folders = RunFolders::new()?;
    let plan = Plan {
        steps: STEPS,
        ..interleaving.plan()
    };
    let subject = inside(program, launch, plan.time, &folders);
    let run = run_to_show(&subject, &plan)?;
    if let Some(error) = run.misfit(&plan) {
        let advice = "TASKS and FAILS must be as the check has shown them.";
        return Err(io::Error::other(format!("{error} {advice}")));
    }
    let expected = spec.clone();
    let accepts = Accepts::new(move |run| is_right(&expected, run));
    let found = Found::of(&run, &plan, None, Some(&accepts));
    if found.ending.kind.is_limit() {
        let error = format!("the run was not seen to its end: {}", found.ending);
        return Err(io::Error::other(error));
    }
    let is_failure = found.ending.kind.is_failure();
    let standstill = match shows_standstills(plan.time) && !is_failure {
        true => certain_standstill(spec, &subject, &plan, &run)?,
        false => None,
    };
    if !is_failure && standstill.is_none() {
        let lanes = in_lanes(&named_after_tasks(run), program.sources()?, NO_LIMIT);
        return Ok(Replayed::Right(lanes));
    }
    let failure = Failure::new(program, spec, &found, run, standstill, NO_LIMIT)?;
    Ok(Replayed::Wrong(Box::new(failure)))
}
