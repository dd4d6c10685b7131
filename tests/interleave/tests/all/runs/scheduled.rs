//! Scheduled runs: the runtime says the moment at which nothing else can happen, and what each
//! thread stands at.

use std::{fs, process::Stdio, sync::LazyLock, time::Duration};

use interleave::{
    build::Program,
    lanes::{Options, Places, render},
    sources::Sources,
};
use interleave_protocol::control::{File, FileKind, How, Next, Rest, State};

use super::shared::{folder, program};

mod outer;

use outer::Outer;

static PROGRAM: LazyLock<Program> =
    LazyLock::new(|| program(&folder("tests/programs/scheduled/waits.rs")));

const HOUR: Duration = Duration::from_secs(3600);
const TASKS: [&str; 3] = ["generate output", "parse files", "sort data"];

fn start(argument: &str) -> Outer {
    Outer::start(&PROGRAM, &[argument], Stdio::piped())
}

/// The first rest of the program with this argument.
fn first_rest(argument: &str) -> Rest {
    start(argument).rest()
}

/// The state of main at the first rest of a program that waits, and has one thread.
fn alone(argument: &str) -> State {
    let rest = first_rest(argument);
    assert_eq!(
        (rest.how, rest.threads.len()),
        (How::Quiet, 1),
        "{argument}"
    );
    rest.threads[0]
}

fn sources() -> &'static Sources {
    PROGRAM.sources().expect("it has debug info")
}

fn seconds(seconds: u64) -> u64 {
    seconds * 1_000_000_000
}

#[test]
fn workers_are_granted_their_steps_and_main_waits_for_them() {
    let mut outer = start("joined");
    let rest = outer.rest();
    assert_eq!((rest.how, rest.next), (How::Quiet, Next::Never));
    assert_eq!(rest.threads[0], State::Joins(1));
    assert_eq!(outer.asking(), TASKS);
    for task in TASKS.repeat(3) {
        outer.grant(task);
        outer.rest();
    }
    assert_eq!(
        outer.rest().threads,
        [State::Leaves, State::Ended, State::Ended, State::Ended]
    );
    outer.leave();
    assert!(outer.end().success());
    let (stdout, _) = outer.output();
    let lines: Vec<String> = (0..3)
        .flat_map(|step| TASKS.map(|task| format!("{task} {step} complete")))
        .collect();
    assert_eq!(stdout.lines().collect::<Vec<_>>(), lines);
}

#[test]
fn time_passes_when_it_is_told_to() {
    let mut outer = start("sleeps an hour");
    let until = seconds(3600);
    let rest = outer.rest();
    assert_eq!((rest.clock, rest.next), (0, Next::At(until)));
    assert_eq!(rest.threads, [State::Sleeps { until }]);
    outer.time(HOUR - Duration::from_nanos(1));
    assert_eq!(outer.rest().threads, [State::Sleeps { until }]);
    outer.time(HOUR);
    let rest = outer.rest();
    assert_eq!((rest.clock, rest.jumps), (until, 1));
    assert_eq!(rest.threads, [State::Leaves]);
}

#[test]
fn time_stops_when_something_is_printed() {
    let mut outer = start("sleeps twice");
    for until in [1, 2].map(seconds) {
        assert_eq!(outer.rest().threads, [State::Sleeps { until }]);
        outer.time(HOUR);
    }
    assert_eq!(outer.rest().threads, [State::Leaves]);
}

#[test]
fn a_full_pipe_is_waited_for() {
    let file = File {
        kind: FileKind::Pipe,
        descriptor: 1,
        port: 0,
        peer: 0,
    };
    assert_eq!(alone("prints much"), State::Writes { file, until: None });
}

#[test]
fn a_thread_that_computes_is_away_and_comes_back() {
    let folder = tempfile::tempdir().expect("there is room for a folder");
    let end = folder.path().join("end");
    let arguments = ["computes", end.to_str().expect("a path of letters")];
    let mut outer = Outer::start(&PROGRAM, &arguments, Stdio::piped());
    let rest = outer.rest();
    assert_eq!(rest.threads[0], State::Away);
    assert_eq!(outer.asking(), ["sort data"]);
    outer.grant("sort data");
    assert_eq!(outer.rest().threads[0], State::Away);
    fs::write(&end, "").expect("there is room for a file");
    while outer.rest().threads[0] == State::Away {
        outer.next_event();
    }
    assert_eq!(outer.rest().threads[0], State::Joins(1));
}

#[test]
fn a_rest_can_be_read_in_terms_of_the_source() {
    let mut outer = start("a lock held by a worker");
    let rest = outer.rest();
    let State::Locks { object, holder } = rest.threads[0] else {
        panic!("{:?}", rest.threads)
    };
    assert_eq!(holder, Some(1));
    let (run, sources) = (outer.run(), sources());
    let places = Places::new(&run, sources);
    let text = |spot: Option<interleave::lanes::Spot>| spot.map(|spot| spot.text);
    assert_eq!(
        text(places.stands_at(0)).as_deref(),
        Some("drop(lock.lock());")
    );
    assert_eq!(
        text(places.stands_at(1)).as_deref(),
        Some("worker(\"sort data\");")
    );
    assert_eq!(
        text(places.spawned_at(1)).as_deref(),
        Some("let worker = thread::spawn(move || {")
    );
    let held = places.holds(1);
    assert_eq!(held.len(), 1);
    assert_eq!(u64::from(held[0].0), object);
    assert_eq!(held[0].1.text, "let _guard = own.lock();");
    let lanes = render(&run, sources, &Options::default());
    assert!(
        lanes.contains(&format!("waits for {}", places.name(1))),
        "{lanes}"
    );
    assert!(lanes.contains("The run goes on from here."), "{lanes}");
}

#[test]
fn a_scheduler_that_hangs_up_ends_the_program() {
    let mut outer = start("joined");
    outer.rest();
    outer.hang_up();
    assert_eq!(outer.end().code(), Some(95));
    let (_, stderr) = outer.output();
    assert!(
        stderr.contains("the scheduler has closed the control connection"),
        "{stderr}"
    );
}

#[test]
fn polls_end_by_their_deadline_or_never() {
    let mut outer = start("polls with a deadline");
    outer.rest();
    outer.time(2 * HOUR);
    let rest = outer.rest();
    assert_eq!(rest.threads[0], State::Leaves);
    assert_eq!(rest.clock / seconds(1), 10);
    let mut outer = start("polls for ever");
    outer.rest();
    outer.time(2 * HOUR);
    let rest = outer.rest();
    assert!(matches!(rest.threads[0], State::Sleeps { until } if until > rest.clock));
    assert_eq!(rest.clock / seconds(1), 7200);
    assert_eq!(outer.asking(), TASKS);
}

#[test]
fn waits_with_a_limit_end_when_it_is_over() {
    let mut outer = start("waits with a limit");
    let rest = outer.rest();
    assert!(matches!(
        rest.threads[0],
        State::Futex { until: Some(_), .. }
    ));
    outer.time(HOUR);
    let rest = outer.rest();
    assert_eq!(
        (rest.clock / seconds(1), rest.threads[0]),
        (2, State::Leaves)
    );
}

#[test]
fn a_wait_for_messages_with_limits_never_ends() {
    let mut outer = start("waits for a message with a limit");
    outer.rest();
    outer.time(Duration::from_secs(10));
    assert!(matches!(
        outer.rest().threads[0],
        State::Futex { until: Some(_), .. }
    ));
}

#[test]
fn a_thread_that_watches_the_clock_sees_it_pass() {
    let mut outer = start("watches the clock");
    let rest = outer.rest();
    assert_eq!((rest.how, rest.next), (How::Spins, Next::LookedAt));
    assert_eq!(rest.threads, [State::SpinsOnClock]);
    outer.time(HOUR);
    let rest = outer.rest();
    assert_eq!(
        (rest.clock / seconds(1), rest.threads[0]),
        (2, State::Leaves)
    );
}

#[test]
fn a_thread_that_spins_is_said_to() {
    let rest = first_rest("spins");
    assert_eq!((rest.how, rest.next), (How::Spins, Next::Never));
    assert!(matches!(rest.threads[..], [State::Spins { .. }]));
    assert_eq!(first_rest("yields").threads, [State::Yields]);
    let mut outer = start("spins on a worker");
    assert_eq!(outer.rest().how, How::Spins);
    for _ in 0..3 {
        outer.grant("sort data");
        outer.rest();
    }
    assert_eq!(outer.rest().threads, [State::Leaves, State::Ended]);
}

#[test]
fn a_thread_that_spins_for_long_can_go_on() {
    let mut outer = start("spins a while");
    assert_eq!(outer.rest().how, How::Spins);
    outer.on(10_000);
    assert_eq!(outer.rest().threads, [State::Leaves]);
}

#[test]
fn threads_that_wake_each_other_are_restless() {
    let rest = first_rest("wake each other");
    assert_eq!((rest.how, rest.next), (How::Restless, Next::Never));
    assert_eq!(rest.threads, [State::Runs, State::Runs]);
    let mut outer = start("wake each other beside a sleep");
    let rest = outer.rest();
    assert_eq!((rest.how, rest.next), (How::Restless, Next::At(seconds(2))));
    outer.time(HOUR);
    assert_eq!(outer.rest().threads[0], State::Leaves);
}

#[test]
fn a_deadlock_is_known_with_who_holds_what() {
    let own = alone("locks twice");
    assert!(matches!(
        own,
        State::Locks {
            holder: Some(0),
            ..
        }
    ));
    for argument in ["two locks", "two locks of parking_lot"] {
        let rest = first_rest(argument);
        assert_eq!((rest.how, rest.next), (How::Quiet, Next::Never));
        let holders = rest.threads.iter().map(|state| match state {
            State::Locks { holder, .. } => *holder,
            _ => panic!("{argument}: {state:?}"),
        });
        assert_eq!(
            holders.collect::<Vec<_>>(),
            [Some(1), Some(0)],
            "{argument}"
        );
    }
    for argument in ["write lock over read lock", "barrier"] {
        assert!(
            matches!(alone(argument), State::Futex { until: None, .. }),
            "{argument}"
        );
    }
}

#[test]
fn a_lock_that_was_given_up_is_its_next_holders() {
    let mut outer = start("a lock that was given up");
    outer.rest();
    outer.time(HOUR);
    let rest = outer.rest();
    assert_eq!(rest.threads[0], State::Joins(2));
    assert!(matches!(rest.threads[1], State::Futex { until: None, .. }));
    assert!(matches!(
        rest.threads[2],
        State::Locks {
            holder: Some(0),
            ..
        }
    ));
}

#[test]
fn half_a_line_is_not_printed_before_a_deadlock() {
    let mut outer = start("half a line, then parks");
    assert!(matches!(
        outer.rest().threads[..],
        [State::Futex { until: None, .. }]
    ));
    outer.hang_up();
    outer.end();
    assert_eq!(outer.output().0, "");
}

#[test]
fn a_main_that_leaves_waits_for_permission() {
    let mut outer = start("leaves at once");
    assert_eq!(outer.rest().threads[0], State::Leaves);
    assert_eq!(outer.asking(), TASKS);
    outer.grant("sort data");
    outer.rest();
    outer.leave();
    assert!(outer.end().success());
    assert_eq!(outer.output().0, "sort data 0 complete\n");
}

#[test]
fn a_thread_that_exits_waits_for_permission() {
    let mut outer = start("exits in a thread");
    assert!(matches!(
        outer.rest().threads[..],
        [State::Futex { .. }, State::Leaves]
    ));
    outer.leave();
    assert_eq!(outer.end().code(), Some(7));
    let rest = first_rest("exits in two threads");
    assert_eq!(rest.threads, [State::Leaves, State::Leaves]);
}

#[test]
fn a_panic_ends_the_program_with_permission() {
    let mut outer = start("panics");
    assert_eq!(outer.rest().threads, [State::Leaves]);
    outer.leave();
    assert_eq!(outer.end().code(), Some(101));
}

#[test]
fn a_pipe_to_itself_is_no_rest() {
    assert_eq!(
        first_rest("sends itself much").threads,
        [State::Leaves, State::Ended]
    );
}

#[test]
fn a_child_with_the_runtime_has_a_connection_of_its_own() {
    let mut outer = start("starts itself");
    while outer.processes.len() < 2 {
        outer.next_event();
    }
    let rest = outer.rest();
    assert!(rest.has_children);
    let is_child = |process: &&outer::Process| rest.threads[0] == State::Child(process.number);
    let child = outer
        .processes
        .values()
        .find(is_child)
        .expect("main waits for it");
    assert!(
        outer
            .processes
            .values()
            .any(|process| process.number == child.parent)
    );
    let child = child.rest.clone().expect("it rests, too");
    assert_eq!(
        child.threads,
        [State::Sleeps {
            until: seconds(3600)
        }]
    );
}

#[test]
fn a_child_without_the_runtime_is_waited_for() {
    let mut outer = start("starts another");
    let rest = outer.rest();
    assert!(rest.has_children);
    while outer.rest().threads[0] != State::Leaves {
        outer.next_event();
    }
    assert!(!outer.rest().has_children);
}

#[test]
fn a_program_that_becomes_another_connects_anew() {
    let mut outer = start("becomes another");
    assert_eq!(
        outer.rest().threads,
        [State::Sleeps {
            until: seconds(3600)
        }]
    );
}

#[test]
fn settings_that_make_no_sense_end_the_child() {
    let mut outer = start("overwrites its settings");
    while outer.rest().threads[0] != State::Leaves {
        outer.next_event();
    }
    outer.leave();
    assert_eq!(outer.end().code(), Some(95));
    let (_, stderr) = outer.output();
    assert!(
        stderr.contains("INTERLEAVE: `nonsense` is not a valid strategy"),
        "{stderr}"
    );
}

#[test]
fn a_copy_of_the_process_has_no_part_in_the_run() {
    let mut outer = start("forks");
    let rest = outer.rest();
    assert_eq!(rest.threads, [State::Leaves]);
    assert!(rest.has_children);
    outer.leave();
    assert!(outer.end().success());
    while !outer.processes.is_empty() {
        outer.next_event();
    }
}

#[test]
fn a_program_that_calls_the_functions_of_the_compiler_still_rests() {
    let waits = alone("calls the compiler's functions");
    assert!(matches!(waits, State::Futex { until: None, .. }));
}
