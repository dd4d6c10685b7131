//! Long steps: hours of virtual time pass before each step, as if the workers needed that long. So
//! each time limit of the program is over, also of a wait that begins after the roll call. Does the
//! program still do all its work, and nothing too early?

use std::io;

use scheduler::Patience;

use super::{
    Subject,
    run::{Experiment, Run},
};

pub(super) fn conduct(subject: &Subject) -> io::Result<Run> {
    let mut trial = subject.trial(Experiment::LongSteps)?;
    trial.let_all_come()?;
    let patience = Patience::TO_STAY.with_more_sleeps();
    for _ in subject.spec.lines.steps() {
        if trial.stays_with(patience)?.is_none() || !trial.grant_too_early()? {
            break;
        }
    }
    trial.finish_all()
}
