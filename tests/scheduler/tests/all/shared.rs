//! Steps on what workers share: a worker says what its step is on, and a lock that is taken keeps
//! the next worker waiting.

use scheduler::{Event, Launch, Patience, Session, Shared, Step, WaitOutcome};
use tests::{play, settle, until_end};

fn subject(name: &str) -> Session {
    let launch = Launch::new(env!("CARGO_BIN_EXE_subject")).arg(name);
    Session::start(&launch).expect("the subject starts")
}

#[test]
fn a_worker_says_what_its_step_is_on() {
    let mut session = subject("counts");
    let steps = [0, 1, 2].map(|number| Step::new("sort data", number));
    play(&mut session, &steps);
    until_end(&mut session);
    let history = session.finish().expect("it has ended").history;
    let on = history.iter().filter_map(|event| match event {
        Event::Asked(_, what) => Some(*what),
        _ => None,
    });
    let counter = Some(Shared::Counter);
    assert_eq!(on.collect::<Vec<_>>(), [None, counter, counter]);
}

#[test]
fn a_worker_that_is_blocked_on_a_lock_goes_on_when_the_lock_is_free() {
    let mut session = subject("locks");
    let [holder, other] = ["sort data", "parse files"];
    play(&mut session, &[Step::new(holder, 0), Step::new(other, 0)]);
    let asks = session.until(Patience::TO_COME, |session| session.waiting().count() == 1);
    assert_eq!(asks.expect("the session goes on"), WaitOutcome::Reached);
    let outcome = settle(&mut session, Patience::NOW);
    assert!(matches!(outcome, WaitOutcome::AtRest(_)), "{outcome}");
    let waiting: Vec<_> = session.waiting().cloned().collect();
    assert_eq!(waiting, [Step::new(holder, 1)]);
    play(&mut session, &[Step::new(holder, 1), Step::new(other, 1)]);
    assert!(until_end(&mut session).is_success());
}
