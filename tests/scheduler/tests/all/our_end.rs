//! When we end, by a signal, a panic or an exit, the programs that we have started end with us.

use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
    thread,
    time::Duration,
};

use rustix::{
    io::Errno,
    process::{Pid, Signal, kill_process, test_kill_process_group},
};

/// Starts a scheduler that has a program of its own running, and returns it and the program's
/// group.
fn scheduler_of(mode: &str, program: &str) -> (Child, Pid) {
    let mut scheduler = Command::new(env!("CARGO_BIN_EXE_subject"))
        .args([mode, program])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the subject starts");
    let mut group = String::new();
    let stdout = scheduler.stdout.take().expect("a pipe");
    BufReader::new(stdout)
        .read_line(&mut group)
        .expect("a line");
    let group = group
        .trim()
        .parse()
        .ok()
        .and_then(Pid::from_raw)
        .expect("the identifier of a group");
    (scheduler, group)
}

/// A killed process is gone when init has waited for it. That is up to the system, and soon.
fn assert_ends(group: Pid) {
    for _ in 0..10_000 {
        if test_kill_process_group(group) == Err(Errno::SRCH) || is_zombie(group) {
            return;
        }
        thread::sleep(Duration::from_millis(1));
    }
    panic!("group {group:?} goes on");
}

#[cfg(target_os = "linux")]
fn is_zombie(process: Pid) -> bool {
    let process = procfs::process::Process::new(process.as_raw_nonzero().get());
    process
        .and_then(|process| process.stat())
        .is_ok_and(|stat| stat.state == 'Z')
}

#[cfg(not(target_os = "linux"))]
fn is_zombie(_process: Pid) -> bool {
    false
}

/// A program that computes does not notice our end, and one that sleeps does not either: they must
/// be killed. That holds for `KILL` too, which no process can catch.
#[test]
fn a_signal_that_ends_us_ends_our_programs() {
    for signal in [Signal::INT, Signal::TERM, Signal::QUIT, Signal::KILL] {
        for program in ["spins", "parks"] {
            let (mut scheduler, group) = scheduler_of("schedules", program);
            // The tests may run with the other signals ignored, as in the background of a shell.
            let id = i32::try_from(scheduler.id())
                .ok()
                .and_then(Pid::from_raw)
                .expect("it has an id");
            kill_process(id, signal).expect("it runs");
            kill_process(id, Signal::KILL).expect("it was not waited for yet");
            scheduler.wait().expect("it ends");
            assert_ends(group);
        }
    }
}

#[test]
fn a_panic_of_ours_ends_our_programs() {
    let (mut scheduler, group) = scheduler_of("schedules-and-panics", "spins");
    assert_eq!(scheduler.wait().expect("it ends").code(), Some(101));
    assert_ends(group);
}

#[test]
fn an_exit_of_ours_ends_our_programs() {
    let (mut scheduler, group) = scheduler_of("schedules-and-exits", "parks");
    assert_eq!(scheduler.wait().expect("it ends").code(), Some(0));
    assert_ends(group);
}
