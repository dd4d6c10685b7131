//! Steps on what workers share: the scheduler is told of them, and a lock that is taken keeps whoever wants it.

use scheduler::{Event, Halt, Launch, PATIENCE, Session, Shared, Step};

fn subject(name: &str) -> Session {
    let launch = Launch::new(env!("CARGO_BIN_EXE_subject")).arg(name);
    Session::start(&launch).expect("the subject starts")
}

fn play(session: &mut Session, step: &Step) {
    let played = session.play_step(step).expect("the session goes on");
    assert_eq!(played, Ok(()), "{step}");
}

#[test]
fn a_worker_says_what_its_step_is_on() {
    let mut session = subject("counts");
    for number in 0..3 {
        play(&mut session, &Step::new("sort data", number));
    }
    session.until_end().expect("it ends");
    let history = session.finish().expect("it has ended").history;
    let on = history.iter().filter_map(|moment| match moment.event {
        Event::Asked(_, what) => Some(what),
        _ => None,
    });
    let counter = Some(Shared::Counter);
    assert_eq!(on.collect::<Vec<_>>(), [None, counter, counter]);
}

#[test]
fn whoever_has_gone_to_a_lock_that_is_taken_goes_on_when_it_is_given_back() {
    let mut session = subject("locks");
    let [holder, other] = ["sort data", "parse files"];
    play(&mut session, &Step::new(holder, 0));
    play(&mut session, &Step::new(other, 0));
    let halt = session.settle(PATIENCE).expect("the session goes on");
    assert!(matches!(halt, Halt::AtRest(_)), "{halt}");
    let waiting: Vec<_> = session.waiting().cloned().collect();
    assert_eq!(waiting, [Step::new(holder, 1)]);
    play(&mut session, &Step::new(holder, 1));
    play(&mut session, &Step::new(other, 1));
    assert!(session.until_end().expect("it ends").is_success());
}
