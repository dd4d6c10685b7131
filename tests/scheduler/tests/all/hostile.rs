//! Programs that do all they can to disturb the scheduler. Each run of one has a clear end, and
//! leaves no process behind.

use std::{
    io::{self, Write},
    process::Command,
    time::Duration,
};

use confine::Permissions;
use scheduler::{
    Ending, Event, Launch, Limits, Patience, Reason, Record, Session, Step, WaitOutcome,
};
use tests::{play, play_step, settle, until_end};

fn subject(name: &str) -> Launch {
    Launch::new(env!("CARGO_BIN_EXE_subject")).arg(name)
}

/// The record of a subject that ends with every turn withheld, by itself or by its limits.
fn withheld(launch: &Launch) -> Record {
    let mut session = Session::start(launch).expect("the subject starts");
    let outcome = settle(&mut session, Patience::TO_END);
    assert!(matches!(outcome, WaitOutcome::Ended(_)), "{outcome}");
    finish(session)
}

/// The session's record. No process of its group is left.
fn finish(session: Session) -> Record {
    let group = session.id();
    let record = session.finish().expect("the session ends");
    assert_is_gone(group);
    record
}

#[cfg(unix)]
fn assert_is_gone(group: u32) {
    use rustix::{io::Errno, process};

    let pid = i32::try_from(group)
        .ok()
        .and_then(process::Pid::from_raw)
        .expect("a group has an id");
    // A killed process is gone when its parent has waited for it. If we are not the parent, the
    // system does so soon.
    for _ in 0..10_000 {
        if process::test_kill_process_group(pid) == Err(Errno::SRCH) || are_zombies(group) {
            return;
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    panic!("a process of group {group} is left");
}

#[cfg(not(unix))]
fn assert_is_gone(_group: u32) {}

/// Whether all processes of the group are dead, and only their parents have not waited for them.
#[cfg(target_os = "linux")]
fn are_zombies(group: u32) -> bool {
    let processes = procfs::process::all_processes().expect("there is a /proc");
    let stats = processes.filter_map(|process| process.ok()?.stat().ok());
    stats
        .filter(|stat| u32::try_from(stat.pgrp) == Ok(group))
        .all(|stat| stat.state == 'Z')
}

#[cfg(all(unix, not(target_os = "linux")))]
fn are_zombies(_group: u32) -> bool {
    false
}

fn steps(task: &str) -> [Step; 3] {
    [0, 1, 2].map(|number| Step::new(task, number))
}

#[test]
fn a_flood_is_stopped_and_its_beginning_is_kept() {
    for name in ["floods", "floods-stderr"] {
        let record = withheld(&subject(name));
        assert_eq!(
            record.ending,
            Ending::Stopped(Reason::TooMuchOutput),
            "{name}"
        );
        assert_eq!(record.stdout.len() + record.stderr.len(), 1 << 20, "{name}");
    }
}

/// One file may be as large as all files together may be.
#[test]
fn what_a_confined_program_writes_to_files_is_limited() {
    let limits = Limits {
        files: 4 << 20,
        ..Limits::default()
    };
    let stopped = Ending::Stopped(Reason::TooMuchInFiles);
    for (count, mebibytes, is_stopped) in [("1", "4", false), ("1", "5", true), ("5", "1", true)] {
        let folder = tempfile::tempdir().expect("there is room");
        let permissions = Permissions::of_a_program().reads(env!("CARGO_BIN_EXE_subject"));
        let launch = subject("writes-files").arg(count).arg(mebibytes);
        let launch = launch.limits(limits.clone()).confined(permissions);
        let ending = withheld(&launch.current_dir(folder.path())).ending;
        let files = format!("{count} of {mebibytes} MiB: {ending}");
        assert_eq!(ending == stopped, is_stopped, "{files}");
        assert_eq!(ending.is_success(), !is_stopped, "{files}");
    }
}

#[test]
fn a_program_without_end_is_stopped() {
    let limits = Limits {
        time: Duration::from_millis(300),
        ..Limits::default()
    };
    for name in ["spins", "wakes-in-turn"] {
        let record = withheld(&subject(name).limits(limits.clone()));
        assert_eq!(
            record.ending,
            Ending::Stopped(Reason::TooMuchTime),
            "{name}"
        );
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_program_gets_no_more_memory_than_it_may_have() {
    use std::os::unix::process::ExitStatusExt;

    let limits = Limits {
        memory: 64 << 20,
        ..Limits::default()
    };
    let record = withheld(&subject("eats-memory").limits(limits));
    let Ending::Exited(status) = record.ending else {
        panic!("{:?}", record.ending)
    };
    assert_eq!(status.signal(), Some(6), "it aborts");
    assert!(
        String::from_utf8_lossy(&record.stderr)
            .contains("memory allocation of 1048576 bytes failed")
    );
}

/// Fewer than the system queues for us to accept: it retries the next one only after a second. And
/// so few that other tests have files left to open.
fn few_connections() -> Limits {
    Limits {
        connections: 100,
        ..Limits::default()
    }
}

#[test]
fn ten_thousand_threads_come_to_an_end() {
    let record = withheld(&subject("many-threads").limits(few_connections()));
    let is_clear = match record.ending {
        Ending::Stopped(Reason::TooManyConnections) => true,
        // There was no memory for another thread.
        Ending::Exited(status) => !status.success(),
        Ending::Stopped(_) => false,
    };
    assert!(
        is_clear,
        "{:?}: {}",
        record.ending,
        String::from_utf8_lossy(&record.stderr)
    );
}

/// Only Linux says how many there are.
#[cfg(target_os = "linux")]
#[test]
fn threads_are_counted() {
    let limits = Limits {
        threads: 50,
        ..Limits::default()
    };
    let launch = subject("parked-threads").limits(limits);
    let mut session = Session::start(&launch).expect("the subject starts");
    while session.ending().is_none() {
        let poll = session.poll(Duration::from_millis(10));
        poll.expect("the session goes on");
    }
    let ending = finish(session).ending;
    assert_eq!(ending, Ending::Stopped(Reason::TooManyThreads));
}

/// The heading fits into the pipe, so the program does not wait for a reader.
#[test]
fn a_program_may_write_to_a_place_of_the_callers() {
    let (mut reader, writer) = io::pipe().expect("the system has pipes");
    let launch = subject("workers").arg("0");
    let mut session =
        Session::start_into(&launch, Some(writer.into())).expect("the subject starts");
    assert!(until_end(&mut session).is_success());
    assert_eq!(session.finish().expect("it has ended").stdout, b"");
    let mut text = String::new();
    io::Read::read_to_string(&mut reader, &mut text).expect("it was written");
    assert_eq!(text, "Starting...\n");
}

#[test]
fn connections_without_end_are_stopped() {
    let record = withheld(&subject("many-connections").limits(few_connections()));
    assert_eq!(record.ending, Ending::Stopped(Reason::TooManyConnections));
}

#[test]
fn a_child_that_holds_the_output_delays_nothing_and_does_not_survive() {
    let record = withheld(&subject("leaves-a-child"));
    assert!(record.ending.is_success(), "{:?}", record.ending);
    let child = String::from_utf8(record.stdout).expect("a number");
    #[cfg(target_os = "linux")]
    assert_is_dead(child.trim().parse().expect("a number"));
    #[cfg(not(target_os = "linux"))]
    drop(child);
}

#[cfg(target_os = "linux")]
fn assert_is_dead(process: i32) {
    let stat = procfs::process::Process::new(process).and_then(|process| process.stat());
    assert!(
        stat.is_err() || stat.is_ok_and(|stat| stat.state == 'Z'),
        "process {process} is left"
    );
}

/// The second leaves its group empty.
#[cfg(unix)]
#[test]
fn a_program_that_ignores_termination_or_leaves_its_group_ends_all_the_same() {
    for name in ["ignores-termination", "leaves-its-group"] {
        let mut session = Session::start(&subject(name)).expect("the subject starts");
        while session.stdout().expect("a file") != b"ready\n" {
            session
                .poll(Duration::from_millis(10))
                .expect("the session goes on");
        }
        assert_eq!(
            finish(session).ending,
            Ending::Stopped(Reason::Unwanted),
            "{name}"
        );
    }
}

#[test]
fn an_exit_while_workers_connect_is_an_end_like_any_other() {
    for _ in 0..20 {
        let record = withheld(&subject("exits-while-connecting"));
        assert!(record.ending.is_success(), "{:?}", record.ending);
        assert_eq!(record.stdout, b"");
        assert_eq!(record.finished().count(), 0);
    }
}

#[test]
fn a_worker_that_panics_is_no_hang() {
    let mut session = Session::start(&subject("worker-panics")).expect("the subject starts");
    play(&mut session, &steps("sort data"));
    until_end(&mut session);
    let record = finish(session);
    assert!(!record.ending.is_success());
    assert!(String::from_utf8_lossy(&record.stderr).contains("a task is a text of one line"));
}

#[cfg(unix)]
#[test]
fn a_worker_whose_stdout_is_closed_leaves_in_the_middle_of_its_step() {
    let mut session = Session::start(&subject("closes-stdout")).expect("the subject starts");
    let [first, ..] = &steps("sort data");
    let played = play_step(&mut session, first);
    assert!(matches!(played, WaitOutcome::Ended(_)), "{played}");
    let left = Event::Left("sort data".to_owned(), Some(first.clone()));
    assert!(session.history().contains(&left));
    until_end(&mut session);
    assert!(String::from_utf8_lossy(&finish(session).stderr).contains("failed printing to stdout"));
}

#[test]
fn strangers_are_hung_up_on_and_disturb_no_worker() {
    for name in [
        "garbage",
        "wrong-token",
        "no-task",
        "silent",
        "flood-of-a-line",
    ] {
        let mut session = Session::start(&subject(name)).expect("the subject starts");
        play(&mut session, &steps("honest"));
        until_end(&mut session);
        let record = finish(session);
        assert!(
            record.ending.is_success(),
            "{name}: {}",
            String::from_utf8_lossy(&record.stderr)
        );
        assert_eq!(
            record.stdout, b"honest 0 complete\nhonest 1 complete\nhonest 2 complete\n",
            "{name}"
        );
        let strangers = record.history.iter().filter(|event| match event {
            Event::Arrived(task) | Event::Left(task, _) => task != "honest",
            Event::Asked(step, _) | Event::Granted(step) | Event::Finished(step) => {
                step.task != "honest"
            }
            Event::TimePassed(_) | Event::Spun | Event::Unseen => true,
        });
        assert_eq!(strangers.count(), 0, "{name}");
    }
}

/// It has the token, so it passes for a worker until it breaks the rules.
#[test]
fn a_worker_that_breaks_the_rules_is_hung_up_on() {
    let asked = Some(Step::new("sort data", 0));
    for (name, step) in [
        ("done-before-go", asked.clone()),
        ("asks-without-end", asked),
        ("unknown-word", None),
    ] {
        let mut session = Session::start(&subject(name)).expect("the subject starts");
        play(&mut session, &steps("honest"));
        until_end(&mut session);
        let left = Event::Left("sort data".to_owned(), step);
        let history = finish(session).history;
        assert!(history.contains(&left), "{name}");
        let is_an_ask =
            |event: &&Event| matches!(event, Event::Asked(step, _) if step.task != "honest");
        assert!(history.iter().filter(is_an_ask).count() <= 1, "{name}");
    }
}

#[test]
fn two_workers_of_one_name_take_the_same_steps_one_after_the_other() {
    let mut session = Session::start(&subject("twins")).expect("the subject starts");
    let both_wait = |session: &Session| session.waiting().count() == 2;
    let outcome = session.until(Patience::TO_COME, both_wait);
    assert_eq!(outcome.expect("it goes on"), WaitOutcome::Reached);
    assert_eq!(
        session.waiting().cloned().collect::<Vec<_>>(),
        vec![Step::new("sort data", 0); 2]
    );
    play(
        &mut session,
        &[steps("sort data"), steps("sort data")].concat(),
    );
    until_end(&mut session);
    assert_eq!(
        finish(session)
            .stdout
            .iter()
            .filter(|&&byte| byte == b'\n')
            .count(),
        6
    );
}

#[test]
fn an_error_names_the_path_of_a_program_that_does_not_exist() {
    let error = Session::start(&Launch::new("no/such/program"))
        .err()
        .expect("it cannot start");
    assert!(
        error
            .to_string()
            .starts_with("failed to start `no/such/program`: "),
        "{error}"
    );
}

#[test]
fn nothing_of_our_environment_reaches_a_program() {
    let record = withheld(&subject("environment"));
    let names = String::from_utf8(record.stdout).expect("names");
    let known = ["PATH", "HOME", "TMPDIR", "TEMP", "TMP", "SystemRoot"];
    let set = ["PACE", "WORKSHOP_SCHEDULER", "WORKSHOP_TOKEN"];
    // Windows and macOS add some of their own.
    if cfg!(target_os = "linux") {
        assert!(
            names
                .lines()
                .all(|name| known.contains(&name) || set.contains(&name)),
            "{names}"
        );
    }
    assert!(
        set.iter()
            .all(|name| names.lines().any(|line| line == *name)),
        "{names}"
    );
    assert!(
        !names.contains("RUST") && !names.contains("CARGO"),
        "{names}"
    );
}

/// Also where ours is not.
#[test]
fn stdin_is_empty() {
    let (stdin, mut writer) = io::pipe().expect("the system has pipes");
    writer.write_all(b"something\n").expect("it holds a line");
    drop(writer);
    let mut relay = Command::new(env!("CARGO_BIN_EXE_subject"));
    let output = relay.args(["relays", "stdin"]).stdin(stdin).output();
    assert_eq!(output.expect("the subject runs").stdout, b"Ok(\"\")\n");
}

#[test]
fn a_worker_that_does_another_step_than_the_granted_one_is_hung_up_on() {
    let mut session = Session::start(&subject("another-step")).expect("the subject starts");
    let played = play_step(&mut session, &Step::new("sort data", 0));
    assert!(matches!(played, WaitOutcome::Ended(_)), "{played}");
    assert_eq!(finish(session).finished().count(), 0);
}

#[cfg(target_os = "linux")]
#[test]
fn the_kernel_is_told_the_limits() {
    use procfs::process::{LimitValue, Process};

    let session = Session::start(&subject("parks")).expect("the subject starts");
    let process = Process::new(i32::try_from(session.id()).expect("an id")).expect("it runs");
    let limits = process.limits().expect("it has limits");
    let is_at_most =
        |limit: LimitValue, most| matches!(limit, LimitValue::Value(value) if value <= most);
    assert!(is_at_most(limits.max_data_size.hard_limit, 4 << 30));
    assert!(is_at_most(limits.max_file_size.hard_limit, (64 << 20) + 1));
    assert!(is_at_most(limits.max_processes.hard_limit, 10_000));
    assert!(is_at_most(limits.max_core_file_size.hard_limit, 0));
    assert!(!matches!(
        limits.max_cpu_time.hard_limit,
        LimitValue::Unlimited
    ));
}
