//! The roll call: every turn is withheld until the program rests. Who came? Did main leave?
//!
//! The number of workers that wait is the degree of concurrency. And a main that leaves now does not
//! wait for its workers, however long it took: they cannot have finished.

use super::*;
use crate::trial::{patience, to_come};

/// How long nothing may happen between two looks whether the roll call is over.
const SLICE: Duration = Duration::from_millis(50);

/// Whatever the others take, it is not held for longer.
const LONGEST: Duration = Duration::from_secs(22);

pub(super) fn conduct(
    subject: &Subject,
    came: Sender<()>,
    others_are_done: &Receiver<()>,
) -> io::Result<Run> {
    let mut trial = subject.trial(Experiment::RollCall)?;
    if trial.let_all_come(to_come())? {
        // Nobody listens if the others could not be started.
        let _ = came.send(());
        drop(came);
        return hold(trial, others_are_done);
    }
    drop(came);
    one_after_another(trial)
}

/// Withholds every turn until it is certain that main stays.
fn hold(mut trial: Trial, others_are_done: &Receiver<()>) -> io::Result<Run> {
    let start = Instant::now();
    let mut others_took = None;
    loop {
        trial.say("main to leave, or to outlast all other runs (22 s at most)");
        let rest = trial.session.settle(patience(SLICE).not_near())?;
        if let scheduler::Halt::AtRest(Rest::Proven) = rest {
            trial.note_who_cannot_begin();
            return trial.held(Rest::Proven);
        }
        if trial.session.ending().is_some() {
            return trial.held(Rest::Presumed);
        }
        let is_done =
            others_are_done.recv_timeout(Duration::ZERO) == Err(RecvTimeoutError::Disconnected);
        if is_done && others_took.is_none() {
            others_took = Some(start.elapsed());
        }
        let long_enough = others_took.is_some_and(|took: Duration| {
            start.elapsed() > took.mul_f64(1.2) + Duration::from_millis(200)
        });
        let age = trial.session.age();
        if (long_enough && age > TO_STAY) || age > LONGEST {
            return trial.held(Rest::Presumed);
        }
    }
}

/// Fewer came than expected. Finishes the first of those who wait, sees who comes then, and so on:
/// this tells workers that take turns from one that never comes.
fn one_after_another(mut trial: Trial) -> io::Result<Run> {
    if trial.session.ending().is_some() {
        return trial.held(Rest::Presumed);
    }
    trial.note_absence();
    let tasks = trial.expectation.tasks();
    for _ in &tasks {
        if !trial.finish_first()? {
            break;
        }
        let expected = trial.expectation.least_after(trial.session.finished());
        let has_arrived = |task: &String| trial.session.workers().any(|(known, _)| known == task);
        if tasks.iter().all(has_arrived) {
            break;
        }
        // With many tasks, and where rest cannot be proven, it would go on for minutes.
        if trial.session.age() > LONGEST - TO_STAY {
            return trial.held(Rest::Presumed);
        }
        trial.say("another worker to start (10 s at most)");
        let more = trial
            .session
            .until(to_come(), |session| session.waiting().count() >= expected)?;
        if more.is_err() && trial.session.waiting().next().is_none() {
            break;
        }
    }
    trial.finish_all()
}
