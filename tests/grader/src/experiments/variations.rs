//! Variations: runs in which something is different than in all other experiments, played in the order of the answer
//! key. Only where a worker fails, it does so as soon as all have come, and it is seen whether main stays for the
//! others.

use std::iter;

use super::*;
use crate::trial::to_come;

pub(super) fn all<'a>(varied: &'a [Subject]) -> impl Iterator<Item = Play<'a>> {
    varied
        .iter()
        .map(|subject| Box::new(|| Ok(vec![conduct(subject)?])) as Play)
}

fn conduct(subject: &Subject) -> io::Result<Run> {
    let mut trial = subject.trial(Experiment::Variation)?;
    let expected = subject.expectation.least_after(iter::empty());
    trial.say(&format!("{expected} workers to start (10 s at most)"));
    let all = |session: &Session| session.waiting().count() >= expected;
    if trial.session.until(to_come(), all)?.is_ok() {
        let failing = subject.expectation.failing_task();
        let steps = subject.expectation.lines.steps();
        let (first, then): (Vec<Step>, Vec<Step>) = steps
            .into_iter()
            .partition(|step| failing == Some(&step.task));
        let has_failed = trial.follow(&first, first.len())?;
        let stays = failing.is_none() || trial.stays(TO_STAY)?.is_some();
        if has_failed && stays {
            trial.follow(&then, then.len())?;
        }
    }
    trial.finish_all()
}
