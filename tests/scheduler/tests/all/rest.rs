//! Whether a program rests that was not built with the interleaver's runtime. Nothing is proven
//! then: after some quiet it is presumed.

use scheduler::{Certainty, Launch, Patience, Session, WaitOutcome};
use tests::settle;

fn session(name: &str) -> Session {
    let launch = Launch::new(env!("CARGO_BIN_EXE_subject")).arg(name);
    Session::start(&launch).expect("the subject starts")
}

const PRESUMED: WaitOutcome = WaitOutcome::AtRest(Certainty::Presumed);

#[test]
fn a_program_that_is_quiet_is_presumed_to_rest() {
    let mut session = session("parks");
    assert_eq!(settle(&mut session, Patience::NOW), PRESUMED);
    assert_eq!(session.quiescence(), None);
    assert_eq!(session.threads(), []);
}

#[test]
fn a_program_that_polls_is_presumed_to_rest_too() {
    let mut session = session("polls");
    let asks = session.until(Patience::TO_COME, |session| session.waiting().count() == 1);
    assert_eq!(asks.expect("the session goes on"), WaitOutcome::Reached);
    assert_eq!(settle(&mut session, Patience::NOW), PRESUMED);
}

#[test]
fn a_goal_is_looked_at_without_rest() {
    let mut session = session("spins");
    let outcome = session.until(Patience::TO_END, |_| true);
    assert_eq!(outcome.expect("the session goes on"), WaitOutcome::Reached);
}

#[test]
fn a_program_that_has_ended_does_not_rest() {
    let mut session = session("nothing");
    for _ in 0..2 {
        let outcome = settle(&mut session, Patience::TO_COME);
        assert!(matches!(outcome, WaitOutcome::Ended(ending) if ending.is_success()));
    }
}

#[test]
fn what_was_waited_for_counts_also_when_the_program_has_ended() {
    let mut session = session("nothing");
    let has_ended = |session: &Session| session.ending().is_some();
    let outcome = session.until(Patience::TO_COME, has_ended);
    assert_eq!(outcome.expect("the session goes on"), WaitOutcome::Reached);
}
