//! Forbidden orders: where a step must wait for another one, that one is withheld. Whoever asks for
//! the later step all the same could be granted it.

use super::*;

pub(super) fn all<'a>(subject: &'a Subject) -> impl Iterator<Item = Play<'a>> {
    let crossings = subject.expectation.lines.crossings().into_iter();
    // One that several wait for is withheld once.
    let earlier: BTreeSet<Step> = crossings.map(|(earlier, _)| earlier).collect();
    let earlier = earlier.into_iter();
    earlier.map(move |step| Box::new(move || Ok(vec![without(subject, &step)?])) as Play)
}

/// Plays all that may be done while `step` is not.
fn without(subject: &Subject, step: &Step) -> io::Result<Run> {
    let mut trial = subject.trial(Experiment::Forbidden)?;
    let steps = subject.expectation.lines.steps_without(step);
    trial.follow(&steps, steps.len())?;
    let rest = trial.stays(TO_STAY)?;
    trial.held(rest.unwrap_or(Rest::Presumed))
}
