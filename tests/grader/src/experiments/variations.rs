//! Variations: runs in which something is different than in all other experiments, and whoever asks is granted a turn.
//! Only where a worker fails, it does so as soon as all have come, and it is seen whether main stays for the others.

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
    if let Some(failing) = subject.expectation.failing_task() {
        let mut steps = subject.expectation.lines.steps();
        steps.retain(|step| step.task == failing);
        let expected = subject.expectation.least_after(iter::empty());
        trial.say(&format!("{expected} workers to start (10 s at most)"));
        let all = |session: &Session| session.waiting().count() >= expected;
        let have_come = trial.session.until(to_come(), all)?.is_ok();
        if have_come && trial.follow(&steps, steps.len())? {
            // Whether it does, the outcome says.
            let _ = trial.stays(TO_STAY)?;
        }
    }
    trial.finish_all()
}
