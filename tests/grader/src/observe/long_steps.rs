//! Long steps: before each step the program waits as long as it likes. Each thread that waits with
//! a time limit gives up here, also if it has begun to wait after the roll call. Does the program do
//! all its work nevertheless?

use std::io;

use scheduler::Patience;

use super::{
    Subject,
    run::{Experiment, Run},
};

pub(super) fn conduct(subject: &Subject) -> io::Result<Run> {
    let mut trial = subject.trial(Experiment::LongSteps)?;
    trial.let_all_come()?;
    let mut patience = Patience::TO_STAY;
    for _ in subject.spec.lines.steps() {
        if trial.stays_with(patience)?.is_none() || !trial.grant_first()? {
            break;
        }
        patience = Patience::TO_STAY.with_fewer_looks();
    }
    trial.finish_all()
}
