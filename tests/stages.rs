//! What each of the four steps prints.
//!
//! A program that runs free may print in any order, and a sleep may be long enough or not. So most
//! tests run it under the scheduler, which grants each step of each worker. Then the output depends
//! neither on chance nor on the speed of the machine.

use insta::assert_snapshot;
use scheduler::{Ending, Event, Patience, Record, Session, Step, WaitOutcome};
use tests::{
    PROGRAMS, answer_key, launch, output_of, partial_order, play, play_step, settle, until_end,
};

/// The stage's program `name`, every turn withheld.
fn session(name: &str) -> Session {
    Session::start(&launch(name)).expect("the program starts")
}

/// What the program has printed when it has ended by itself, with status 0.
fn stdout_at_end(mut session: Session) -> String {
    until_end(&mut session);
    stdout(session.finish().expect("the session ends"))
}

fn stdout(record: Record) -> String {
    let stderr = String::from_utf8_lossy(&record.stderr);
    assert!(record.ending.is_success(), "{}: {stderr}", record.ending);
    String::from_utf8(record.stdout).expect("the output is UTF-8")
}

/// Whether `count` workers ask for a turn before the program ends.
fn have_asked(session: &mut Session, count: usize) -> bool {
    let have_asked = |session: &Session| session.waiting().count() >= count;
    let outcome = session.until(Patience::TO_COME, have_asked);
    match outcome.expect("the session goes on") {
        WaitOutcome::Reached => true,
        WaitOutcome::Ended(_) => false,
        outcome => panic!("of {count} workers not all asked: {outcome}"),
    }
}

/// The schedule that leads to the output of the answer key.
fn schedule_of_key(name: &str) -> Vec<Step> {
    partial_order(name).steps()
}

/// insta shows the difference, but does not see every byte. So the bytes are compared once more.
macro_rules! assert_is_answer {
    ($name:expr, $output:expr) => {
        assert_snapshot!($name, $output);
        assert_eq!($output, answer_key($name));
    };
}

#[test]
fn stage1_prints_the_workers_one_after_another_in_every_schedule() {
    for wish in partial_order("stage1-serial").exposing_schedules() {
        let mut session = session("stage1-serial");
        while have_asked(&mut session, 1) {
            let rank = |step: &&Step| wish.iter().position(|wished| wished == *step);
            let step = session
                .waiting()
                .min_by_key(rank)
                .expect("a worker waits")
                .clone();
            play(&mut session, &[step]);
        }
        let output = stdout_at_end(session);
        assert_is_answer!("stage1-serial", output);
    }
}

#[test]
fn stage1_does_not_start_a_worker_before_the_last_one_has_finished() {
    let mut session = session("stage1-serial");
    assert!(have_asked(&mut session, 1));
    let outcome = settle(&mut session, Patience::NOW);
    assert!(matches!(outcome, WaitOutcome::AtRest(_)), "{outcome}");
    assert_eq!(
        session.waiting().collect::<Vec<_>>(),
        [&Step::new("sort data", 0)]
    );
    assert_eq!(
        session
            .workers()
            .filter(|(_, state)| **state != scheduler::WorkerState::Closed)
            .count(),
        1
    );
}

#[test]
fn stage2_prints_the_heading_alone_while_its_workers_are_withheld() {
    let mut session = session("stage2-no-wait");
    let outcome = settle(&mut session, Patience::TO_END);
    let has_exited = matches!(outcome, WaitOutcome::Ended(Ending::Exited(_)));
    assert!(has_exited, "{outcome}");
    let output = stdout(session.finish().expect("the session ends"));
    assert_is_answer!("stage2-no-wait", output);
}

/// Main may be gone before any of them has asked for its first turn. In one run of many it is not.
#[test]
fn stage2_leaves_while_its_workers_are_at_work() {
    let leaves_a_worker = |_| {
        let mut session = session("stage2-no-wait");
        let outcome = settle(&mut session, Patience::TO_END);
        let succeeds = matches!(outcome, WaitOutcome::Ended(ending) if ending.is_success());
        assert!(succeeds, "{outcome}");
        assert_eq!(session.finished().count(), 0);
        let is_ask = |event: &Event| matches!(event, Event::Asked(..));
        session.history().iter().any(is_ask)
    };
    assert!(
        (0..2_000).any(leaves_a_worker),
        "in 2,000 runs no worker was at work"
    );
}

/// It takes a worker a while to print, and main none to leave. A tenth of the normal pace gives
/// main two seconds for it, so that this holds on a busy machine too.
#[test]
fn stage2_loses_all_lines_when_it_runs_free() {
    let program = launch("stage2-no-wait").env("PACE", "0.1");
    let output = program.command().output().expect("the program runs");
    assert_eq!(output.stdout, answer_key("stage2-no-wait").as_bytes());
}

/// A fact about Rust, and the reason why the worker takes its time: a thread may be quicker than
/// main's end.
#[test]
fn a_worker_that_prints_at_once_is_not_always_lost() {
    let program = launch("stage2-plain-port");
    let print = |_| program.command().output().expect("the program runs").stdout;
    let lost = answer_key("stage2-no-wait").into_bytes();
    assert!(
        (0..2_000).map(print).any(|printed| printed != lost),
        "in 2,000 runs every line was lost"
    );
}

/// A session of stage 3 in which `schedule` was played.
///
/// Main's sleep goes on meanwhile, and on a busy machine may be over too soon. Then nothing was
/// seen, and it is tried again with a longer sleep.
fn stage3_after(schedule: &[Step]) -> Session {
    let play_at = |pace: &&str| {
        let program = launch("stage3-sleep").env("PACE", *pace);
        let mut session = Session::start(&program).expect("the program starts");
        let mut schedule = schedule.iter();
        let is_played = schedule.all(|step| play_step(&mut session, step) == WaitOutcome::Reached);
        is_played.then_some(session)
    };
    ["100", "10", "1", "0.5"]
        .iter()
        .find_map(play_at)
        .expect("half a minute is enough")
}

#[test]
fn stage3_prints_the_order_of_the_article() {
    let output = stdout_at_end(stage3_after(&schedule_of_key("stage3-sleep")));
    assert_is_answer!("stage3-sleep", output);
}

#[test]
fn stage3_loses_just_the_lines_of_a_worker_that_is_slower_than_its_sleep() {
    let steps = schedule_of_key("stage3-sleep");
    for slow in ["sort data", "parse files", "generate output"] {
        let in_time: Vec<_> = steps
            .iter()
            .filter(|step| step.task != slow || step.number == 0)
            .cloned()
            .collect();
        let mut session = stage3_after(&in_time);
        let outcome = settle(&mut session, Patience::TO_END);
        assert!(matches!(outcome, WaitOutcome::Ended(_)), "{outcome}");
        assert_eq!(stdout_at_end(session), output_of(&in_time));
    }
}

const JOINED: [&str; 2] = ["stage4-joined", "stage4-wait-group"];

#[test]
fn stage4_prints_the_order_of_the_article() {
    for name in JOINED {
        let mut session = session(name);
        play(&mut session, &schedule_of_key(name));
        let output = stdout_at_end(session);
        assert_is_answer!(name, output);
    }
}

#[test]
fn stage4_starts_all_workers_at_once() {
    for name in JOINED {
        let mut session = session(name);
        assert!(have_asked(&mut session, 3), "{name}");
        let outcome = settle(&mut session, Patience::NOW);
        assert!(
            matches!(outcome, WaitOutcome::AtRest(_)),
            "{name}: {outcome}"
        );
        assert_eq!(session.waiting().count(), 3, "{name}");
    }
}

#[test]
fn stage4_allows_every_order_that_exposes_a_fault() {
    for name in JOINED {
        for schedule in partial_order(name).exposing_schedules() {
            let mut session = session(name);
            play(&mut session, &schedule);
            assert_eq!(stdout_at_end(session), output_of(&schedule));
        }
    }
}

#[test]
fn stage4_stays_while_any_one_worker_is_at_work() {
    for name in JOINED {
        for slow in ["sort data", "parse files", "generate output"] {
            let (late, in_time): (Vec<_>, Vec<_>) = schedule_of_key(name)
                .into_iter()
                .partition(|step| step.task == slow && step.number == 2);
            let mut session = session(name);
            play(&mut session, &in_time);
            let outcome = settle(&mut session, Patience::NOW);
            assert!(
                matches!(outcome, WaitOutcome::AtRest(_)),
                "{name}: {outcome}"
            );
            play(&mut session, &late);
            assert_eq!(
                stdout_at_end(session),
                output_of(in_time.iter().chain(&late))
            );
        }
    }
}

#[test]
fn a_free_run_of_stage4_prints_one_of_the_orders_that_are_right() {
    for name in JOINED {
        let program = launch(name).env("PACE", "1000");
        let output = program.command().output().expect("the program runs");
        partial_order(name)
            .check(&output.stdout)
            .unwrap_or_else(|mismatch| panic!("{name}: {mismatch:?}"));
    }
}

/// At a pace at which the sleep may be too short on a busy machine.
#[test]
fn a_free_run_of_stage2_or_stage3_prints_the_beginning_of_such_an_order() {
    for name in ["stage2-no-wait", "stage3-sleep"] {
        let program = launch(name).env("PACE", "1000");
        let output = program.command().output().expect("the program runs");
        let beginning = partial_order("stage3-sleep").check_beginning(&output.stdout);
        beginning.unwrap_or_else(|mismatch| panic!("{name}: {mismatch:?}"));
    }
}

#[test]
fn a_bad_setting_ends_the_program_before_it_prints() {
    for (setting, values) in [
        (
            "PACE",
            &[
                "", "fast", "0", "0.009", "-1", "1001", "1e99", "inf", "nan", "1,5",
            ][..],
        ),
        ("SEED", &["", "seven", "-1", "1.5", "18446744073709551616"]),
        (
            "WORKSHOP_SCHEDULER",
            &["", "here", "127.0.0.1", "127.0.0.1:66000", "localhost:80"],
        ),
        ("WORKSHOP_TOKEN", &["", "two words", "two\nlines"]),
        ("WORKSHOP_DELAYS", &["", "0", "some"]),
    ] {
        for value in values {
            // Without a scheduler, a token says nothing.
            let address = "127.0.0.1:1";
            for name in PROGRAMS {
                let program = launch(name)
                    .env("WORKSHOP_SCHEDULER", address)
                    .env("WORKSHOP_TOKEN", "x");
                assert_refused(name, setting, &program.env(setting, *value));
            }
        }
    }
}

/// At this pace its nine steps would take three minutes and more, which no test waits for.
#[test]
fn without_delays_a_step_takes_no_time() {
    let program = launch("stage1-serial")
        .env("PACE", "0.01")
        .env("WORKSHOP_DELAYS", "none");
    let output = program.command().output().expect("the program runs");
    assert_eq!(
        String::from_utf8_lossy(&output.stdout),
        answer_key("stage1-serial")
    );
}

#[test]
fn a_scheduler_without_a_token_is_refused() {
    for name in PROGRAMS {
        let program = launch(name).env("WORKSHOP_SCHEDULER", "127.0.0.1:1");
        assert_refused(name, "WORKSHOP_TOKEN", &program);
    }
}

#[cfg(unix)]
#[test]
fn a_setting_that_is_not_utf8_ends_the_program_before_it_prints() {
    use std::{ffi::OsStr, os::unix::ffi::OsStrExt};

    for setting in ["PACE", "SEED", "WORKSHOP_SCHEDULER"] {
        for name in PROGRAMS {
            assert_refused(
                name,
                setting,
                &launch(name).env(setting, OsStr::from_bytes(b"\xff7")),
            );
        }
    }
}

fn assert_refused(name: &str, setting: &str, program: &scheduler::Launch) {
    let output = program.command().output().expect("the program runs");
    let stderr = String::from_utf8(output.stderr).expect("the error is UTF-8");
    assert_eq!(output.status.code(), Some(2), "{name}: {stderr}");
    assert_eq!(output.stdout, b"", "{name}: {stderr}");
    assert!(
        stderr.starts_with(&format!("error: {setting} is ")),
        "{name}: {stderr}"
    );
}

#[test]
fn a_bad_setting_is_explained() {
    let stderr = |setting: &str, value: &str| {
        let program = launch("stage1-serial").env(setting, value);
        let output = program.command().output().expect("the program runs");
        String::from_utf8(output.stderr).expect("the error is UTF-8")
    };
    assert_snapshot!(stderr("PACE", "fast"), @r#"error: PACE is "fast", but it takes a number from 0.01 to 1000, such as 10"#);
    assert_snapshot!(stderr("SEED", "-1"), @r#"error: SEED is "-1", but it takes a whole number from 0 to 18446744073709551615, such as 7"#);
    assert_snapshot!(stderr("FAILS", ""), @r#"error: FAILS is "", but it takes the name of a task, such as "parse files""#);
    assert_snapshot!(stderr("WORKSHOP_SCHEDULER", "here"), @r#"error: WORKSHOP_SCHEDULER is "here", but it takes an address and a port, such as 127.0.0.1:4000"#);
    assert_snapshot!(stderr("WORKSHOP_SCHEDULER", "127.0.0.1:1"), @"error: WORKSHOP_TOKEN is not set, but WORKSHOP_SCHEDULER is: they go together");
}

#[test]
fn every_seed_and_pace_that_is_allowed_is_taken() {
    for (setting, value) in [
        ("SEED", "0"),
        ("SEED", "18446744073709551615"),
        ("PACE", "1000"),
        ("PACE", "0.01"),
    ] {
        let mut session = Session::start(&launch("stage4-joined").env(setting, value))
            .expect("the program starts");
        play(&mut session, &schedule_of_key("stage4-joined"));
        assert_eq!(
            stdout_at_end(session),
            answer_key("stage4-joined"),
            "{setting}={value}"
        );
    }
}
