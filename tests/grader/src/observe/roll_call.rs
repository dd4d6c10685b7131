//! The roll call: every turn is withheld until the program rests. Which workers have arrived? Does
//! main leave?
//!
//! The number of workers that wait is the degree of concurrency. If main leaves now, it does not
//! wait for its workers, however long it took, because they cannot have finished.

use std::io;

use scheduler::{Certainty, Patience, WaitOutcome};

use super::{
    Subject, Trial,
    departure::{Departure, Waited},
    native,
    run::{Experiment, Outcome, Run, looks},
    situation::Situation,
};
use crate::spec::MainBehaviour;

pub(super) fn conduct(subject: &Subject) -> io::Result<Run> {
    let mut trial = subject.trial(Experiment::RollCall)?;
    let have_all_come = trial.let_all_come()?;
    if !have_all_come && trial.rests_without_workers() {
        return trial.hung();
    }
    if !have_all_come && trial.session.ending().is_none() {
        return one_after_another(trial);
    }
    let rest = trial.stays_with(Patience::TO_STAY.thorough())?;
    if rest == Some(Certainty::Proven) {
        trial.note_who_cannot_begin();
    }
    let mut run = trial.let_leave(rest.unwrap_or(Certainty::Presumed))?;
    if run.departure.is_none() && run.has_succeeded() && run.granted().is_empty() {
        run.departure = Some(how_it_left(subject)?);
    }
    Ok(run)
}

/// A thread may look a million times, and then give up. If threads of a main that should wait looked
/// to the end of the roll call, notes in it whether the program ends all the same.
pub(super) fn prolong(roll_call: &mut Run, subject: &Subject) -> io::Result<()> {
    let mut threads = roll_call.situation.threads.iter();
    let is_open = subject.spec.main == MainBehaviour::Waits
        && matches!(roll_call.outcome, Outcome::Held(_))
        && threads.any(|thread| looks(&thread.state));
    if !is_open {
        return Ok(());
    }
    if let Some(prolonged) = native::until_end(subject, native::SLOW)? {
        roll_call.outcome = Outcome::Ended(prolonged.ending);
        (roll_call.record.stdout, roll_call.record.stderr) = (prolonged.stdout, prolonged.stderr);
        roll_call.departure = Some(Departure {
            waited: Waited::Looks,
            steps: 0,
            threads: Some(roll_call.situation.threads.len()),
            situation: roll_call.situation.clone(),
        });
    }
    Ok(())
}

/// Fewer workers have arrived than expected. Finishes the first one that waits, sees which ones
/// arrive then, and so on. This distinguishes workers that take turns from one that never arrives.
fn one_after_another(mut trial: Trial) -> io::Result<Run> {
    trial.note_absence();
    let tasks = trial.spec.tasks();
    for _ in &tasks {
        if !trial.finish_first()? {
            break;
        }
        let expected = trial.spec.least_after(trial.session.finished());
        let has_arrived = |task: &String| trial.session.workers().any(|(known, _)| known == task);
        if tasks.iter().all(has_arrived) {
            break;
        }
        let outcome = trial.until(Patience::TO_COME, |session| {
            session.waiting().count() >= expected
        })?;
        if outcome != WaitOutcome::Reached && trial.session.waiting().next().is_none() {
            break;
        }
    }
    trial.finish_all()
}

/// Without the interleaver: did main leave at once, or after some time? With the workshop's clock
/// at normal pace, a main that sleeps is still there after a while.
fn how_it_left(subject: &Subject) -> io::Result<Departure> {
    let slow = Subject {
        launch: subject.launch.clone().env("PACE", "1"),
        ..*subject
    };
    let mut trial = slow.trial(Experiment::RollCall)?;
    let waited = match trial.stays()? {
        Some(_) => Waited::Time(None),
        None => Waited::Not,
    };
    Ok(Departure {
        waited,
        steps: 0,
        threads: None,
        situation: Situation::default(),
    })
}
