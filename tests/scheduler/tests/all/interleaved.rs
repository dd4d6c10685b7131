//! Programs that were built with the interleaver's runtime: what they say of their rest, and how
//! the scheduler answers. The programs are made up, and follow a script (see `script.rs`).

use std::time::Duration;

use scheduler::{
    AtLeaving, Certainty, Ending, Event, Launch, Limits, Patience, Reason, Session, Step,
    WaitOutcome,
    control::{Command, State},
};
use tests::{play, play_step, settle, until_end};

/// A worker that has asked, and a main that joins it.
const ONE_ASKS: &str = "
    main is a process
    a is a worker
    a says ask 0
    main says rest 1 quiet 0 never 0 alone;joins 1;reads a
";

/// A main that sleeps for five seconds, and then waits for ever.
const SLEEPS: &str = "
    main is a process
    main says rest 1 quiet 0 5000000000 0 alone;sleeps until 5000000000
    main hears
    main says rest 2 quiet 5000000000 never 1 alone;futex 1
    main hears
";

/// A main that wants to leave, while another thread sleeps for a second.
const LEAVES: &str = "
    main is a process
    main says rest 1 quiet 0 1000000000 0 alone;leaves;sleeps until 1000000000
    main hears
    main says rest 2 quiet 1000000000 never 1 alone;leaves;ended
    main hears
";

/// A main that waits for a child process.
const HAS_CHILD: &str = "
    main is a process
    child is a child
    main says rest 1 quiet 0 never 0 children;child 0
";

fn launch(script: &str) -> Launch {
    let subject = Launch::new(env!("CARGO_BIN_EXE_subject")).arg("plays");
    subject.arg(script).interleaved([])
}

/// The program that follows the scripts, one after the other, when it has come to rest.
fn at_rest(scripts: &[&str]) -> Session {
    let mut session = Session::start(&launch(&scripts.concat())).expect("the subject starts");
    let rests = session.until(Patience::TO_COME, |session| session.quiescence().is_some());
    assert_eq!(rests.expect("the session goes on"), WaitOutcome::Reached);
    session
}

/// A program is stopped in the end that does not rest, although it waits.
fn session_without_rest(scripts: &[&str]) -> Session {
    let limits = Limits {
        time: Duration::from_millis(300),
        ..Limits::default()
    };
    let script = [scripts, &["main hears"]].concat().concat();
    Session::start(&launch(&script).limits(limits)).expect("the subject starts")
}

const STOPPED: WaitOutcome = WaitOutcome::Ended(Ending::Stopped(Reason::TooMuchTime));

/// What the runtime called `name` was told.
fn commands(session: &mut Session, name: &str) -> Vec<Command> {
    let heard = String::from_utf8(session.stdout().expect("a file")).expect("text");
    let lines = heard.lines().filter_map(|line| line.split_once(": "));
    lines
        .filter(|(hearer, _)| *hearer == name)
        .map(|(_, command)| command.parse().expect("a command"))
        .collect()
}

fn a(number: u32) -> Step {
    Step::new("a", number)
}

#[test]
fn a_program_rests_when_its_runtime_says_so_and_every_ask_has_arrived() {
    let mut session = at_rest(&[ONE_ASKS, "main hears"]);
    assert_eq!(session.waiting().collect::<Vec<_>>(), [&a(0)]);
    assert_eq!(
        settle(&mut session, Patience::TO_END),
        WaitOutcome::AtRest(Certainty::Proven)
    );
}

#[test]
fn a_rest_that_does_not_fit_the_asks_does_not_count() {
    let asked = "main is a process\n a is a worker\n a says ask 0\n";
    let not_asked = "main is a process\n a is a worker\n";
    let nothing_reads = "main says rest 1 quiet 0 never 0 alone;joins 1;runs\n";
    let one_reads = "main says rest 1 quiet 0 never 0 alone;joins 1;reads a\n";
    for script in [[asked, nothing_reads], [not_asked, one_reads]] {
        let mut session = session_without_rest(&script);
        let outcome = settle(&mut session, Patience::TO_COME);
        assert_eq!(outcome, STOPPED, "{script:?}");
    }
}

#[test]
fn a_goal_is_looked_at_at_rest_alone() {
    let mut session = session_without_rest(&["
        main is a process
        a is a worker
        a says ask 0
    "]);
    let goal = |session: &Session| session.ending().is_none() && session.waiting().count() == 1;
    let outcome = session.until(Patience::TO_COME, goal);
    assert_eq!(outcome.expect("the session goes on"), STOPPED);

    let mut session = at_rest(&[ONE_ASKS, "main hears"]);
    let outcome = session.until(Patience::NOW, goal);
    assert_eq!(outcome.expect("the session goes on"), WaitOutcome::Reached);
}

#[test]
fn a_schedule_is_played_from_rest_to_rest() {
    let mut session = at_rest(&["
        main is a process
        a is a worker
        b is a worker
        a says ask 0
        b says ask 0
        main says rest 1 quiet 0 never 0 alone;joins 1;reads a;reads b
        b hears
        main says busy 2
        b says done 0
        b closes
        main says rest 2 quiet 0 never 0 alone;joins 1;reads a;ended
        a hears
        a says done 0
        a closes
        main says rest 3 quiet 0 never 0 alone;leaves;ended;ended
        main hears
    "]);
    let b = Step::new("b", 0);
    play(&mut session, &[b.clone(), a(0)]);
    assert_eq!(session.finished().collect::<Vec<_>>(), [&b, &a(0)]);
    assert_eq!(play_step(&mut session, &b), WaitOutcome::Leaving);
    assert!(until_end(&mut session).is_success());
}

#[test]
fn after_a_grant_the_old_rest_does_not_count() {
    let mut session = session_without_rest(&[
        ONE_ASKS,
        "
        a hears
        a says done 0
        a says ask 1
        ",
    ]);
    let rests = session.until(Patience::TO_COME, |session| session.quiescence().is_some());
    // A machine that is too slow for the time limit shows nothing.
    if rests.expect("the session goes on") == WaitOutcome::Reached {
        session.grant(&a(0));
        assert_eq!(settle(&mut session, Patience::NOW), STOPPED);
    }
}

#[test]
fn a_worker_that_closes_its_connection_in_the_middle_of_a_step_has_left() {
    let mut session = at_rest(&[
        ONE_ASKS,
        "
        a hears
        a closes
        main says rest 2 quiet 0 never 0 alone;joins 1;runs
        main hears
        ",
    ]);
    let outcome = play_step(&mut session, &a(0));
    assert_eq!(outcome, WaitOutcome::AtRest(Certainty::Proven));
    let left = Event::Left("a".to_owned(), Some(a(0)));
    assert_eq!(session.history().last(), Some(&left));
}

#[test]
fn a_thread_is_known_by_the_worker_that_it_was_seen_to_run() {
    let mut session = at_rest(&[
        ONE_ASKS,
        "
        a hears
        a says done 0
        main says rest 2 quiet 0 never 0 alone;joins 1;locks 5 held-by 0
        main hears
        ",
    ]);
    let worker = |session: &Session| session.threads()[1].clone();
    assert!(worker(&session).waits_for_turn);
    assert_eq!(worker(&session).task.as_deref(), Some("a"));
    play(&mut session, &[a(0)]);
    assert!(!worker(&session).waits_for_turn);
    assert_eq!(worker(&session).task.as_deref(), Some("a"));
    let [main, _] = &session.threads()[..] else {
        panic!("there are two threads: {:?}", session.threads());
    };
    assert_eq!((main.number, &main.state), (0, &State::Joins(1)));
    assert_eq!(main.task, None);
}

#[test]
fn without_patience_no_time_passes() {
    let mut session = at_rest(&[SLEEPS]);
    for patience in [Patience::NOW, Patience::TO_BE_KEPT] {
        let outcome = settle(&mut session, patience);
        assert_eq!(outcome, WaitOutcome::AtRest(Certainty::Proven));
    }
    assert_eq!(session.history(), []);
}

#[test]
fn with_patience_time_passes_until_it_leads_to_nothing_more() {
    let mut session = at_rest(&[SLEEPS]);
    let outcome = settle(&mut session, Patience::TO_STAY);
    assert_eq!(outcome, WaitOutcome::AtRest(Certainty::Proven));
    let five_seconds = Event::TimePassed(Duration::from_secs(5));
    assert_eq!(session.history(), [five_seconds]);
    let commands = commands(&mut session, "main");
    assert!(
        matches!(commands[..], [Command::Time { rest: 1, until, .. }] if until >= 5_000_000_000),
        "{commands:?}"
    );
}

#[test]
fn no_more_time_passes_than_the_patience_allows() {
    let mut session = at_rest(&["
        main is a process
        main says rest 1 quiet 1000 2000 0 alone;futex 1 until 2000
        main hears
        main says rest 2 quiet 1500 2000 1 alone;futex 1 until 2000
        main hears
    "]);
    let little = Patience::TO_STAY.with_less_time(Duration::from_nanos(500));
    let outcome = settle(&mut session, little);
    assert_eq!(outcome, WaitOutcome::AtRest(Certainty::Proven));
    let commands = commands(&mut session, "main");
    assert!(
        matches!(commands[..], [Command::Time { until: 1500, .. }]),
        "{commands:?}"
    );
}

#[test]
fn time_that_is_let_pass_leads_to_what_was_waited_for() {
    let mut session = at_rest(&["
        main is a process
        main says rest 1 quiet 0 5000000000 0 alone;joins 1;sleeps until 5000000000
        main hears
        a is a worker
        a says ask 0
        main says rest 2 quiet 5000000000 never 1 alone;joins 1;reads a
        main hears
    "]);
    let outcome = session.pass_time().expect("the session goes on");
    assert_eq!(outcome, WaitOutcome::Reached);
    assert_eq!(session.waiting().collect::<Vec<_>>(), [&a(0)]);
    let passed = Event::TimePassed(Duration::from_secs(5));
    assert!(session.history().contains(&passed));
}

/// Each look at the clock takes a nanosecond, so that a program that looks at it sees it go on.
#[test]
fn a_look_at_the_clock_is_no_time_that_passes() {
    let session = at_rest(&["
        main is a process
        main says rest 1 quiet 3 never 0 alone;futex 1
        main hears
    "]);
    assert_eq!(session.history(), []);
}

#[test]
fn threads_that_spin_go_on_once_and_not_without_end() {
    let mut session = at_rest(&["
        main is a process
        main says rest 1 spins 0 never 0 alone;spins 7
        main hears
        main says rest 2 spins 0 never 0 alone;spins 7
        main hears
    "]);
    let at_rest = WaitOutcome::AtRest(Certainty::Proven);
    assert_eq!(settle(&mut session, Patience::NOW), at_rest);
    assert_eq!(session.history(), []);
    assert_eq!(settle(&mut session, Patience::TO_STAY), at_rest);
    assert_eq!(session.history(), [Event::Spun]);
    let commands = commands(&mut session, "main");
    assert!(
        matches!(commands[..], [Command::On { rest: 1, .. }]),
        "{commands:?}"
    );
}

/// They may work, and nothing says that their work has no end.
#[test]
fn threads_that_keep_each_other_going_are_only_presumed_to_rest() {
    let mut session = at_rest(&["
        main is a process
        main says rest 1 restless 0 never 0 alone;runs
        main hears
        main says rest 2 restless 0 never 0 alone;runs
        main hears
    "]);
    for patience in [Patience::NOW, Patience::TO_STAY] {
        let outcome = settle(&mut session, patience);
        assert_eq!(outcome, WaitOutcome::AtRest(Certainty::Presumed));
    }
    let commands = commands(&mut session, "main");
    assert!(
        matches!(commands[..], [Command::On { rest: 1, .. }]),
        "{commands:?}"
    );
}

#[test]
fn at_first_a_thread_that_wants_to_leave_is_reported() {
    let mut session = at_rest(&[LEAVES]);
    let outcome = settle(&mut session, Patience::TO_END);
    assert_eq!(outcome, WaitOutcome::Leaving);
    assert!(session.quiescence().is_some_and(|rest| rest.is_leaving()));
}

#[test]
fn while_a_thread_is_held_at_leaving_the_others_go_on() {
    let mut session = at_rest(&[LEAVES]);
    session.set_at_leaving(AtLeaving::Hold);
    let outcome = settle(&mut session, Patience::TO_STAY);
    assert_eq!(outcome, WaitOutcome::AtRest(Certainty::Proven));
    let commands = commands(&mut session, "main");
    assert!(
        matches!(commands[..], [Command::Time { .. }]),
        "{commands:?}"
    );
}

#[test]
fn what_others_do_while_a_thread_is_held_is_not_before_its_leaving() {
    let mut session = at_rest(&[LEAVES]);
    session.set_at_leaving(AtLeaving::Hold);
    settle(&mut session, Patience::TO_STAY);
    let second = Event::TimePassed(Duration::from_secs(1));
    assert!(session.history().contains(&second));
    assert_eq!(session.history_until_leaving(), []);
}

#[test]
fn a_thread_that_may_leave_ends_the_program() {
    let mut session = at_rest(&[LEAVES]);
    session.set_at_leaving(AtLeaving::Hold);
    settle(&mut session, Patience::TO_STAY);
    session.set_at_leaving(AtLeaving::Let);
    let outcome = settle(&mut session, Patience::NOW);
    assert!(matches!(outcome, WaitOutcome::Ended(ending) if ending.is_success()));
    let last = commands(&mut session, "main").pop();
    assert_eq!(last, Some(Command::Leave { rest: 2 }));
}

#[test]
fn a_program_rests_only_if_all_its_processes_do() {
    let mut session = session_without_rest(&[HAS_CHILD]);
    assert_eq!(settle(&mut session, Patience::TO_COME), STOPPED);

    let child_rests = "child says rest 1 quiet 0 never 0 alone;futex 1\n main hears";
    let mut session = at_rest(&[HAS_CHILD, child_rests]);
    let outcome = settle(&mut session, Patience::NOW);
    assert_eq!(outcome, WaitOutcome::AtRest(Certainty::Proven));
    assert_eq!(session.threads().len(), 2);
}

#[test]
fn time_passes_in_the_process_that_waits_for_it() {
    let mut session = at_rest(&[
        HAS_CHILD,
        "
        child says rest 1 quiet 0 5000 0 alone;sleeps until 5000
        child hears
        child says rest 2 quiet 5000 never 1 alone;leaves
        child hears
        main hears
        ",
    ]);
    let outcome = settle(&mut session, Patience::TO_STAY);
    assert_eq!(outcome, WaitOutcome::Leaving);
    let of_child = commands(&mut session, "child");
    assert!(
        matches!(of_child[..], [Command::Time { rest: 1, .. }]),
        "{of_child:?}"
    );
    assert_eq!(commands(&mut session, "main"), []);
}

#[test]
fn a_grant_leaves_the_other_processes_at_rest() {
    let mut session = at_rest(&[
        HAS_CHILD,
        "
        a is a worker
        a says ask 0
        child says rest 1 quiet 0 never 0 alone;reads a
        a hears
        a says done 0
        child says rest 2 quiet 0 never 0 alone;futex 1
        main hears
        ",
    ]);
    play(&mut session, &[a(0)]);
    let outcome = settle(&mut session, Patience::NOW);
    assert_eq!(outcome, WaitOutcome::AtRest(Certainty::Proven));
}

#[test]
fn a_process_may_leave_while_another_stays() {
    let mut session = at_rest(&[
        HAS_CHILD,
        "
        child says rest 1 quiet 0 never 0 alone;leaves
        child hears
        child closes
        main says rest 2 quiet 0 never 0 alone;leaves
        main hears
        ",
    ]);
    assert!(until_end(&mut session).is_success());
    let leave = |rest| Command::Leave { rest };
    assert_eq!(commands(&mut session, "child"), [leave(1)]);
    assert_eq!(commands(&mut session, "main"), [leave(2)]);
}

#[test]
fn a_child_process_without_a_runtime_is_not_known_to_rest() {
    let mut session = at_rest(&["
        main is a process
        main says rest 1 quiet 0 never 0 children;child 9
        main hears
    "]);
    let outcome = settle(&mut session, Patience::NOW);
    assert_eq!(outcome, WaitOutcome::AtRest(Certainty::Presumed));
}

/// From then on, the program is as good as one without a runtime.
#[test]
fn of_a_runtime_that_closes_its_connection_or_breaks_the_protocol_nothing_is_proven() {
    for act in [
        "main closes",
        "main says nonsense",
        "main says token control 1 2",
        "main says time 1 0 0 0 0",
    ] {
        let mut session = at_rest(&[
            ONE_ASKS,
            "a hears\n",
            act,
            "
            a says done 0
            a says ask 1
            a hears
            ",
        ]);
        play(&mut session, &[a(0)]);
        let outcome = settle(&mut session, Patience::NOW);
        assert_eq!(outcome, WaitOutcome::AtRest(Certainty::Presumed), "{act}");
        assert_eq!(session.quiescence(), None, "{act}");
    }
}

#[test]
fn a_runtime_with_another_token_is_hung_up_on() {
    let mut session = Session::start(&launch(
        "
        main is a stranger
        main says token control 1 2
        main hears
        ",
    ))
    .expect("the subject starts");
    let outcome = settle(&mut session, Patience::TO_COME);
    assert!(matches!(outcome, WaitOutcome::Ended(ending) if ending.is_success()));
    assert_eq!(session.stdout().expect("a file"), b"");
}

/// Its clock is the runtime's.
#[test]
fn a_program_with_a_runtime_is_told_where_to_connect_and_no_pace() {
    let subject = Launch::new(env!("CARGO_BIN_EXE_subject")).arg("environment");
    let mut session = Session::start(&subject.interleaved([])).expect("the subject starts");
    let outcome = settle(&mut session, Patience::TO_COME);
    assert!(matches!(outcome, WaitOutcome::Ended(_)), "{outcome}");
    let names = String::from_utf8(session.stdout().expect("a file")).expect("names");
    let is_set = |name| names.lines().any(|line| line == name);
    assert!(is_set("INTERLEAVE_CONTROL") && is_set("INTERLEAVE_TOKEN"));
    assert!(is_set("WORKSHOP_SCHEDULER") && is_set("WORKSHOP_TOKEN"));
    assert!(!is_set("PACE"));
}
