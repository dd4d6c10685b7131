//! Long steps: hours of virtual time pass before each step, as if the workers needed that long. So
//! each time limit of the program is over, also of a wait that begins after the roll call. Does the
//! program still do all its work, and nothing too early?

use std::io;

use scheduler::{Patience, control::State};

use super::{
    Subject,
    run::{Experiment, Run},
};

/// A thread that looks again and again, by its number, and at what it looks.
type Look = (usize, State);

/// With `all_looks`, threads that look again and again look as often as in the roll call. Each does so
/// once at each thing that it looks at: what goes on for so long once is taken to go on.
pub(super) fn conduct(subject: &Subject, all_looks: bool) -> io::Result<Run> {
    let mut trial = subject.trial(Experiment::LongSteps)?;
    trial.let_all_come()?;
    let mut known: Vec<Look> = Vec::new();
    for _ in subject.spec.lines.steps() {
        let mut rest = trial.stays_with(Patience::TO_STAY.with_more_sleeps())?;
        let mut new = trial.looks();
        new.retain(|look| !known.contains(look));
        if all_looks && rest.is_some() && !new.is_empty() {
            known.append(&mut new);
            rest = trial.stays_with(Patience::TO_STAY.thorough())?;
        }
        if rest.is_none() || !trial.grant_too_early()? {
            break;
        }
    }
    trial.finish_all()
}
