//! Long steps: hours of virtual time pass before each step, as if the workers needed that long. So
//! each time limit of the program is over, also of a wait that begins after the roll call. Does the
//! program still do all its work, and nothing too early?

use std::io;

use scheduler::{Certainty, Patience, control::State};

use super::{
    Subject,
    run::{Experiment, Run},
    trial::Trial,
};

/// Lets a thread look for a while before each step.
pub(super) fn conduct(subject: &Subject) -> io::Result<Run> {
    play(subject, wait)
}

/// Lets threads look as often as in the roll call. Each does so once at each thing that it looks at: what
/// goes on for so long once is taken to go on.
pub(super) fn conduct_thoroughly(subject: &Subject) -> io::Result<Run> {
    let mut known: Vec<(usize, State)> = Vec::new();
    play(subject, |trial| {
        let rest = wait(trial)?;
        let mut new = trial.looks();
        new.retain(|look| !known.contains(look));
        if rest.is_none() || new.is_empty() {
            return Ok(rest);
        }
        known.append(&mut new);
        trial.stays_with(Patience::TO_STAY.thorough())
    })
}

fn wait(trial: &mut Trial) -> io::Result<Option<Certainty>> {
    trial.stays_with(Patience::TO_STAY.with_more_sleeps())
}

/// Plays the steps in order, and waits before each. `wait` returns none if main leaves meanwhile.
fn play(
    subject: &Subject,
    mut wait: impl FnMut(&mut Trial) -> io::Result<Option<Certainty>>,
) -> io::Result<Run> {
    let mut trial = subject.trial(Experiment::LongSteps)?;
    trial.let_all_come()?;
    for _ in subject.spec.lines.steps() {
        if wait(&mut trial)?.is_none() || !trial.grant_too_early()? {
            break;
        }
    }
    trial.finish_all()
}
