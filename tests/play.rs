//! Plays steps of a program, and lets it go on to its end.

use scheduler::{AtLeaving, Ending, Event, Patience, Session, Step, WaitOutcome};

/// Plays `steps`, each as [`play_step`] does. Steps that are left out are withheld.
///
/// # Panics
///
/// Panics if a step is not done, or if the system fails.
#[track_caller]
pub fn play<'a>(session: &mut Session, steps: impl IntoIterator<Item = &'a Step>) {
    for step in steps {
        assert_eq!(play_step(session, step), WaitOutcome::Reached, "{step}");
    }
}

/// Waits until `step` is asked for, grants it, and waits until it is done. Returns what happened
/// instead, if the step was not done.
///
/// # Panics
///
/// Panics if the system fails.
pub fn play_step(session: &mut Session, step: &Step) -> WaitOutcome {
    let outcome = until(session, |session| session.asks_for(step));
    if outcome != WaitOutcome::Reached {
        return outcome;
    }
    let before = session.history().len();
    session.grant(step);
    let outcome = until(session, |session| {
        let mut since = session.history()[before..].iter();
        since.any(|event| event.is_end_of(step))
    });
    let is_done = session.history()[before..].contains(&Event::Finished(step.clone()));
    if outcome != WaitOutcome::Reached || is_done {
        return outcome;
    }
    // The worker has left in the middle of the step.
    settle(session, Patience::TO_COME)
}

fn until(session: &mut Session, goal: impl Fn(&Session) -> bool) -> WaitOutcome {
    let outcome = session.until(Patience::TO_COME, goal);
    outcome.expect("the session goes on")
}

/// Lets the program go on, with every turn withheld, until it ends, wants to end, or rests.
///
/// # Panics
///
/// Panics if the system fails.
pub fn settle(session: &mut Session, patience: Patience) -> WaitOutcome {
    session.settle(patience).expect("the session goes on")
}

/// Lets the program go on, with every turn withheld, to its end.
///
/// # Panics
///
/// Panics if the program rests instead, or if the system fails.
#[track_caller]
pub fn until_end(session: &mut Session) -> Ending {
    session.set_at_leaving(AtLeaving::Let);
    match settle(session, Patience::TO_END) {
        WaitOutcome::Ended(ending) => ending,
        outcome => panic!("it does not end: {outcome}"),
    }
}
