//! Forbidden orders: if a step must wait for an earlier one, the earlier one is withheld. If a
//! worker still asks for the later step, the forbidden order is possible.

use std::{collections::BTreeSet, io};

use scheduler::{Certainty, Step};

use super::{
    Play, Subject,
    run::{Experiment, Run},
};

pub(super) fn all<'a>(subject: &'a Subject) -> Vec<Play<'a>> {
    let crossings = subject.spec.lines.crossings().into_iter();
    // A step for which several others wait is withheld once.
    let earlier: BTreeSet<Step> = crossings.map(|(earlier, _)| earlier).collect();
    let earlier = earlier.into_iter();
    let plays = earlier.map(|step| Box::new(move || without(subject, &step)) as Play);
    plays.collect()
}

/// Plays all steps that may be done while `step` is withheld.
fn without(subject: &Subject, step: &Step) -> io::Result<Run> {
    let mut trial = subject.trial(Experiment::Forbidden)?;
    let steps = subject.spec.lines.steps_without(step);
    trial.follow(&steps, steps.len())?;
    let rest = trial.stays()?;
    trial.held(rest.unwrap_or(Certainty::Presumed))
}
