//! Each way in which a run can end is told from the others, and none is left hanging.

use std::{sync::LazyLock, time::Duration};

use interleave::{
    build::Program,
    ending::{Ending, EndingKind},
    explore::{Accepts, Exploration, Options, explore},
    plan::{Grain, Plan, Strategy, Time},
    server::Subject,
    shortest::Interleaving,
};

use super::shared::{folder, options, program, program_of, run, server_of};

/// A program that ends in the way that its argument names.
fn subject(ending: &str) -> Subject {
    static PROGRAM: LazyLock<Program> =
        LazyLock::new(|| program(&folder("tests/programs/endings.rs")));
    Subject {
        arguments: vec![ending.to_owned()],
        ..Subject::from(&*PROGRAM)
    }
}

fn end_by(plan: &Plan, ending: &str) -> Ending {
    let mut server = server_of(&subject(ending));
    let end = Ending::of(&run(&mut server, plan));
    // The next run is not disturbed by the last one.
    assert_eq!(Ending::of(&run(&mut server, plan)), end);
    end
}

fn end_of(ending: &str) -> Ending {
    end_by(&Plan::default(), ending)
}

fn kind_of(ending: &str) -> EndingKind {
    end_of(ending).kind
}

fn explored(ending: &str, options: &Options) -> Exploration {
    explore(&subject(ending), options).expect("the program can be run")
}

#[test]
fn a_program_can_end_well_or_with_a_status() {
    assert_eq!(kind_of("done"), EndingKind::Ok);
    let end = end_of("exit 7");
    assert_eq!((end.kind, end.status), (EndingKind::Status, Some(7)));
    // The runtime's own statuses are not taken for the program's, nor the other way round.
    assert_eq!(end_of("exit 96").status, Some(96));
}

/// The budget is not used up with runs that are all the same.
#[test]
fn a_program_with_one_thread_has_nothing_to_explore() {
    let exploration = explored("done", &options(500, 500));
    assert_eq!((exploration.threads, exploration.ends.len()), (1, 1));
    assert!(exploration.complete.is_some());
    assert!(exploration.schedules < 10, "{}", exploration.schedules);
}

#[test]
fn a_panic_tells_its_message() {
    let end = end_of("panic");
    assert_eq!((end.kind, end.status), (EndingKind::Panic, Some(101)));
    assert_eq!(end.message.as_deref(), Some("no 1"));
    let caught = end_of("caught panic");
    assert_eq!(
        (caught.kind, caught.message.as_deref()),
        (EndingKind::Ok, Some("no"))
    );
}

#[test]
fn a_crash_and_a_kill_are_signals() {
    assert_eq!(end_of("abort").signal, Some(libc::SIGABRT));
    let end = end_of("kill");
    assert_eq!(
        (end.kind, end.signal),
        (EndingKind::Signal, Some(libc::SIGKILL))
    );
}

#[test]
fn a_deadlock_is_known_at_once() {
    for ending in [
        "lock twice",
        "write lock over read lock",
        "park",
        "receive",
        "barrier",
    ] {
        assert_eq!(kind_of(ending), EndingKind::Deadlock, "{ending}");
    }
}

#[test]
fn a_run_finds_its_stdout_as_if_it_had_just_been_opened() {
    let mut server = server_of(&subject("position in stdout"));
    for _ in 0..2 {
        assert_eq!(run(&mut server, &Plan::default()).stdout, b"0\n");
    }
}

#[test]
fn spinning_without_end_is_a_livelock() {
    for ending in ["spin", "yield", "poll"] {
        assert_eq!(kind_of(ending), EndingKind::Livelock, "{ending}");
    }
}

#[test]
fn the_schedule_of_a_livelock_ends_at_its_last_change() {
    let options = Options {
        steps: 2_000,
        ..options(3, 3)
    };
    let exploration = explored("spin", &options);
    let found = exploration.worst().expect("it goes on and on");
    assert!(found.interleaving.decisions.len() < 100, "{found:?}");
    let mut server = server_of(&subject("spin"));
    let again = run(&mut server, &found.interleaving.plan());
    assert_eq!(Ending::of(&again).kind, EndingKind::Livelock);
}

#[test]
fn a_program_that_was_seen_to_end_is_in_a_livelock_only_after_many_times_as_many_steps() {
    let kinds_if_seen_to_end_after = |steps| {
        let options = Options {
            steps: 2_000,
            ended_after: Some(steps),
            ..options(3, 3)
        };
        let exploration = explored("spin", &options);
        let kinds = exploration.ends.iter().map(|end| end.ending.kind);
        kinds.collect::<Vec<_>>()
    };
    assert_eq!(kinds_if_seen_to_end_after(50_000), [EndingKind::StepLimit]);
    assert_eq!(kinds_if_seen_to_end_after(500), [EndingKind::Livelock]);
}

#[test]
fn a_thread_gets_a_lock_that_another_gives_back_for_a_moment_again_and_again() {
    for grain in [Grain::Call, Grain::Atomic] {
        let options = Options {
            grain: Some(grain),
            ..options(30, 30)
        };
        let exploration = explored("try a second lock", &options);
        assert!(exploration.is_fine(), "{exploration:?}");
    }
}

#[test]
fn looks_that_come_to_an_end_are_no_livelock() {
    let options = Options {
        steps: 1_000,
        ..options(10, 10)
    };
    let exploration = explored("look for long", &options);
    assert!(exploration.is_fine(), "{exploration:?}");
}

#[test]
fn a_race_beside_much_work_is_found() {
    let accepts = Accepts::output(b"3\n".to_vec());
    let exploration = explored(
        "race beside much work",
        &Options {
            accepts: Some(accepts),
            grain: Some(Grain::Atomic),
            ..options(100, 100)
        },
    );
    let worst = exploration.worst().expect("an update can be lost");
    assert_eq!(worst.ending.kind, EndingKind::Output);
}

#[test]
fn with_a_long_loop_it_is_not_said_that_all_interleavings_were_played() {
    assert!(explored("some work", &options(3, 3)).complete.is_some());
    assert!(explored("much work", &options(3, 3)).complete.is_none());
}

#[test]
fn endless_work_meets_the_step_limit() {
    assert_eq!(kind_of("count"), EndingKind::StepLimit);
}

#[test]
fn a_thread_that_is_busy_without_a_point_is_ended() {
    let subject = Subject {
        busy_seconds: 1,
        ..subject("compute")
    };
    let run = run(&mut server_of(&subject), &Plan::default());
    assert_eq!(Ending::of(&run).kind, EndingKind::Busy);
    assert!(
        run.processor_time > Duration::from_millis(500),
        "{:?}",
        run.processor_time
    );
}

#[test]
fn no_run_is_begun_once_the_budget_is_used_up() {
    let options = Options {
        budget: Duration::from_millis(50),
        ..options(1_000_000, 1_000_000)
    };
    let cut_short = explored("compute for a while", &options);
    assert!(cut_short.is_cut_short, "{cut_short:?}");
    assert!(cut_short.complete.is_none());
    let nothing = Options {
        budget: Duration::ZERO,
        ..options
    };
    let only_the_first = explored("compute for a while", &nothing);
    assert_eq!(only_the_first.schedules, 1);
    assert!(only_the_first.is_cut_short, "{only_the_first:?}");
    let enough = explored("compute for a while", &self::options(1, 1));
    assert!(!enough.is_cut_short, "{enough:?}");
}

#[test]
fn a_thread_that_waits_where_nothing_sees_it_is_ended() {
    assert_eq!(kind_of("write to a full socket"), EndingKind::Busy);
}

#[test]
fn more_threads_than_can_be_told_apart_are_said_so() {
    assert_eq!(kind_of("200 threads"), EndingKind::TooManyThreads);
}

#[test]
fn a_program_reads_writes_connects_and_starts_others() {
    assert_eq!(kind_of("stdin"), EndingKind::Ok);
    for ending in ["child", "connection"] {
        let end = end_of(ending);
        assert_eq!(
            (end.kind, end.last_line.as_str()),
            (EndingKind::Ok, "hello"),
            "{ending}"
        );
    }
}

#[test]
fn a_wait_for_input_that_does_not_come_is_no_deadlock() {
    assert_eq!(kind_of("accept"), EndingKind::Quiet);
}

#[test]
fn what_a_program_leaves_behind_ends_with_the_run() {
    assert_eq!(kind_of("child left behind"), EndingKind::Ok);
}

#[test]
fn time_passes_when_it_is_told_to() {
    for time in [Time::Any, Time::Sleeps, Time::Order] {
        for ending in ["sleep", "time limit"] {
            let plan = Plan {
                time,
                ..Plan::default()
            };
            assert_eq!(
                end_by(&plan, ending).kind,
                EndingKind::Ok,
                "{ending}, {time}"
            );
        }
    }
}

#[test]
fn the_time_modes_allow_what_they_say() {
    let last_lines = |time| {
        let exploration = explored(
            "two sleeps",
            &Options {
                time,
                ..options(100, 100)
            },
        );
        let lines = exploration
            .ends
            .into_iter()
            .map(|found| found.ending.last_line);
        let mut lines: Vec<String> = lines.collect();
        lines.sort();
        lines
    };
    assert_eq!(last_lines(Time::Order), ["2"]);
    assert_eq!(last_lines(Time::Sleeps), ["1", "2"]);
}

#[test]
fn main_that_leaves_cuts_its_workers_off() {
    let exploration = explored("cut off", &options(200, 200));
    let kinds: Vec<_> = exploration
        .ends
        .iter()
        .map(|found| found.ending.kind)
        .collect();
    assert!(kinds.contains(&EndingKind::CutOff), "{kinds:?}");
    assert!(kinds.contains(&EndingKind::Ok), "{kinds:?}");
}

#[test]
fn park_may_return_by_itself() {
    let worst = |ending| {
        let exploration = explored(ending, &options(400, 400));
        exploration.worst().map(|found| found.ending.kind)
    };
    assert_eq!(worst("park once"), Some(EndingKind::Panic));
    assert_eq!(worst("park in a loop"), None);
}

#[test]
fn calls_that_wait_in_a_loop_inside_withstand_spurious_wake_ups() {
    for ending in ["read and write", "receive in a scope"] {
        let exploration = explored(ending, &options(400, 400));
        assert!(exploration.worst().is_none(), "{:?}", exploration.ends);
    }
}

#[test]
fn an_unexpected_output_is_a_failure() {
    let with = |expected: &str| {
        let accepts = Some(Accepts::output(expected.as_bytes().to_vec()));
        let exploration = explored(
            "done",
            &Options {
                accepts,
                ..options(3, 3)
            },
        );
        exploration.ends[0].ending.kind
    };
    assert_eq!(with("done\n"), EndingKind::Ok);
    assert_eq!(with("done"), EndingKind::Output);
}

#[test]
fn the_shortest_interleaving_is_found_and_can_be_had_again() {
    let exploration = explored("deadlock", &options(300, 300));
    let worst = exploration.worst().expect("the deadlock is found");
    assert_eq!(worst.ending.kind, EndingKind::Deadlock);
    let (steps, switches) = worst.interleaving.length();
    assert!(steps <= 6 && switches <= 2, "{}", worst.interleaving);
    let text = worst.interleaving.to_string();
    let again: Interleaving = text.parse().expect("it is read as it was written");
    let run = run(&mut server_of(&subject("deadlock")), &again.plan());
    assert_eq!(Ending::of(&run), worst.ending);
}

#[test]
fn a_schedule_of_another_program_does_not_fit() {
    let misfit = |decisions: &[u8]| {
        let strategy = Strategy::List {
            decisions: decisions.to_vec(),
            asleep: Vec::new(),
        };
        let plan = Plan {
            strategy,
            grain: Grain::Call,
            ..Plan::default()
        };
        let run = run(&mut server_of(&subject("deadlock")), &plan);
        run.misfit(&plan).expect("it does not fit")
    };
    assert!(misfit(&[0, 5]).contains("thread 5 cannot do step 2"));
    let too_long = misfit(&[0; 100]);
    assert!(too_long.contains("does not fit"), "{too_long}");
}

#[test]
fn a_program_that_is_another_each_time_is_warned_of() {
    let source = r#"
        use std::{fs, sync::atomic::{AtomicU32, Ordering::SeqCst}, thread};
        static COUNT: AtomicU32 = AtomicU32::new(0);
        fn main() {
            let path = std::env::var("TIMES").unwrap();
            let times = fs::read_to_string(&path).map_or(0, |text| text.len());
            fs::write(&path, "x".repeat(times + 1)).unwrap();
            (0..times % 7).for_each(|_| drop(COUNT.fetch_add(1, SeqCst)));
            let other = thread::spawn(|| COUNT.fetch_add(1, SeqCst));
            COUNT.fetch_add(1, SeqCst);
            other.join().unwrap();
        }"#;
    let program = program_of(source);
    let folder = tempfile::tempdir().expect("there is room for a folder");
    let times = folder.path().join("times").display().to_string();
    let environment = vec![("TIMES".into(), times.into())];
    let subject = Subject {
        environment,
        ..Subject::from(&program)
    };
    let exploration = explore(&subject, &options(0, 50)).expect("the program can be run");
    assert!(exploration.not_the_same.is_some());
}
