//! When a program rests, and what main waits for.

use scheduler::{Halt, Launch, PATIENCE, Rest, Session};

fn session(name: &str) -> Session {
    Session::start(&Launch::new(env!("CARGO_BIN_EXE_subject")).arg(name))
        .expect("the subject starts")
}

#[cfg(target_os = "linux")]
#[test]
fn a_program_whose_threads_all_wait_for_each_other_rests() {
    let mut session = session("parks");
    assert_eq!(
        session.settle(PATIENCE).expect("it goes on"),
        Halt::AtRest(Rest::Proven)
    );
    assert_eq!(session.main_waits_for(), scheduler::WaitsFor::Thread);
}

/// Each of the two is asleep whenever the other is not. A single look would fall for it.
#[cfg(target_os = "linux")]
#[test]
fn two_threads_that_wake_each_other_never_rest() {
    use scheduler::Limits;
    use std::time::Duration;

    let limits = Limits {
        time: Duration::from_millis(500),
        ..Limits::default()
    };
    for _ in 0..4 {
        let launch = Launch::new(env!("CARGO_BIN_EXE_subject")).arg("wakes-in-turn");
        let mut session =
            Session::start(&launch.limits(limits.clone())).expect("the subject starts");
        assert!(matches!(session.settle(PATIENCE), Ok(Halt::Ended(_))));
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_helper_that_ticks_leaves_the_program_near_rest() {
    let mut session = session("ticking-helper");
    assert_eq!(
        session.settle(PATIENCE).expect("it goes on"),
        Halt::AtRest(Rest::Near)
    );
    assert_eq!(session.waiting().count(), 2);
    assert_eq!(session.main_waits_for(), scheduler::WaitsFor::Thread);
}

/// Whoever sleeps once is no helper that ticks: its program does not rest, and will go on.
#[cfg(target_os = "linux")]
#[test]
fn a_worker_that_sleeps_before_it_asks_is_waited_for() {
    let mut session = session("sleeps-once");
    let both_ask = session.until(PATIENCE, |session| session.waiting().count() == 2);
    assert_eq!(both_ask.expect("it goes on"), Ok(()));
}

#[cfg(target_os = "linux")]
#[test]
fn a_wait_with_a_time_limit_is_no_proof_of_rest() {
    let mut session = session("timed-wait");
    while session.main_waits_for() != scheduler::WaitsFor::ThreadOrClock {
        session
            .turn(std::time::Duration::from_millis(1))
            .expect("it goes on");
    }
    let patience = std::time::Duration::from_millis(300);
    assert_eq!(
        session.settle(patience).expect("it goes on"),
        Halt::AtRest(Rest::Presumed)
    );
}

/// Its own threads only wait, but somebody is at work for them.
#[cfg(target_os = "linux")]
#[test]
fn a_program_whose_child_is_at_work_does_not_rest() {
    let mut session = session("works-in-a-child");
    assert!(matches!(session.settle(PATIENCE), Ok(Halt::Ended(ending)) if ending.is_success()));
    assert_eq!(session.stdout().expect("a file"), b"done\n");
}

#[test]
fn a_program_that_polls_is_waited_for_with_patience() {
    let mut session = session("polls");
    session
        .until(PATIENCE, |session| session.waiting().count() == 1)
        .expect("it goes on")
        .expect("its worker asks");
    let patience = std::time::Duration::from_millis(100);
    assert_eq!(
        session.settle(patience).expect("it goes on"),
        Halt::AtRest(Rest::Presumed)
    );
}

#[test]
fn a_program_that_has_ended_does_not_rest() {
    let mut session = session("nothing");
    assert!(matches!(session.settle(PATIENCE), Ok(Halt::Ended(ending)) if ending.is_success()));
}
