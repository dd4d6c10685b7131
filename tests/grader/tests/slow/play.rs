//! What `cargo workshop play` shows, and how it ends.

use std::{fs, process::Command};

use insta::assert_snapshot;
#[cfg(target_os = "linux")]
use scheduler::stages::workspace;

/// The exit status, what is on stdout, and what is on stderr.
fn play(name: &str, schedule: &str) -> String {
    run(&["play", name, "--schedule", schedule])
}

fn run(arguments: &[&str]) -> String {
    let mut workshop = Command::new(env!("CARGO_BIN_EXE_workshop"));
    let output = workshop
        .args(arguments)
        .env_remove("PACE")
        .output()
        .expect("it runs");
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("it is UTF-8");
    let status = output.status.code().expect("it ends by itself");
    format!(
        "{}{}status {status}",
        text(&output.stdout),
        text(&output.stderr)
    )
}

const ALL: &str = "sort data 0, parse files 0, generate output 0, parse files 1, sort data 1, \
                   sort data 2, parse files 2, generate output 1, generate output 2";

#[test]
fn a_whole_schedule_is_played_to_the_end() {
    assert_snapshot!(play("stage4-joined", ALL), @"
    granted             printed
                        Starting...
    sort data 0         sort data 0 complete
    parse files 0       parse files 0 complete
    generate output 0   generate output 0 complete
    parse files 1       parse files 1 complete
    sort data 1         sort data 1 complete
    sort data 2         sort data 2 complete
    parse files 2       parse files 2 complete
    generate output 1   generate output 1 complete
    generate output 2   generate output 2 complete

    Then the program ended with status 0.
    status 0
    ");
}

/// Without the interleaver less is known of the threads.
#[cfg(target_os = "linux")]
#[test]
fn steps_left_out_are_withheld_and_the_program_waits() {
    assert_snapshot!(play("stage4-wait-group", "sort data 0, sort data 1, parse files 0, sort data 2"), @"
    granted             printed
                        Starting...
    sort data 0         sort data 0 complete
    sort data 1         sort data 1 complete
    parse files 0       parse files 0 complete
    sort data 2         sort data 2 complete

    Nothing more happens until another turn is granted:
      sort data           has finished
      parse files         waits for its turn to do step 1
      generate output     waits for its turn to do step 0
      main                is blocked in `WaitGroup::wait` at line 19, until its
                          last clone is dropped
    status 0
    ");
}

#[cfg(target_os = "linux")]
#[test]
fn an_order_that_a_program_does_not_allow_is_stuck() {
    assert_snapshot!(play("stage1-serial", "sort data 0, parse files 0"), @"
    granted             printed
                        Starting...
    sort data 0         sort data 0 complete

    `parse files 0` cannot be granted now: its worker has not asked for it.
      sort data           waits for its turn to do step 1
      parse files         has not started
      generate output     has not started
    status 1
    ");
}

#[cfg(target_os = "linux")]
#[test]
fn time_passes_when_the_schedule_says_so() {
    assert_snapshot!(play("stage3-sleep", "sort data 0, time"), @"
    granted             printed
                        Starting...
    sort data 0         sort data 0 complete
    time                (15 s after the start)

    Then the program ended with status 0. These steps were not done:
      sort data 1, sort data 2
      parse files 0, parse files 1, parse files 2
      generate output 0, generate output 1, generate output 2
    status 0
    ");
    assert_snapshot!(play("stage3-sleep", "sort data 0"), @"
    granted             printed
                        Starting...
    sort data 0         sort data 0 complete

    Nothing more happens until another turn is granted:
      sort data           waits for its turn to do step 1
      parse files         waits for its turn to do step 0
      generate output     waits for its turn to do step 0
      main                sleeps at line 12
    status 0
    ");
}

#[cfg(target_os = "linux")]
#[test]
fn a_turn_that_leads_to_nothing_is_not_granted() {
    assert_snapshot!(play("stage4-joined", "sort data 0, time"), @"
    granted             printed
                        Starting...
    sort data 0         sort data 0 complete

    `time` cannot be granted now: no thread waits for time to pass.
      sort data           waits for its turn to do step 1
      parse files         waits for its turn to do step 0
      generate output     waits for its turn to do step 0
      main                is blocked in `scope` at line 9
    status 1
    ");
    assert_snapshot!(play("stage3-sleep", "leave"), @"
    granted             printed
                        Starting...

    `leave` cannot be granted now: no thread wants to end the program. Does it need
    time to pass? Then grant `time` before it.
      sort data           waits for its turn to do step 0
      parse files         waits for its turn to do step 0
      generate output     waits for its turn to do step 0
      main                sleeps at line 12
    status 1
    ");
}

#[cfg(target_os = "linux")]
#[test]
fn main_leaves_when_the_schedule_says_so() {
    assert_snapshot!(play("stage2-no-wait", "sort data 0, leave, parse files 0"), @"
    granted             printed
                        Starting...
    sort data 0         sort data 0 complete
    leave               (a thread ends the program)

    `parse files 0` could not be granted, because the program ended with status 0.
    These steps were not done:
      sort data 1, sort data 2
      parse files 0, parse files 1, parse files 2
      generate output 0, generate output 1, generate output 2
    status 1
    ");
}

#[cfg(target_os = "linux")]
#[test]
fn a_schedule_in_a_file_is_played_to_the_end_of_the_program() {
    let file = workspace().join("tests/corpus/solutions/beat_the_sleep.txt");
    let file = file.to_str().expect("it is UTF-8");
    assert_snapshot!(run(&["play", "beat_the_sleep", "--source", file]), @"
    granted             printed
                        Starting...
    sort data 0         sort data 0 complete
    sort data 1         sort data 1 complete
    sort data 2         sort data 2 complete
    parse files 0       parse files 0 complete
    parse files 1       parse files 1 complete
    generate output 0   generate output 0 complete
    generate output 1   generate output 1 complete
    generate output 2   generate output 2 complete
    time                (15 s after the start)

    Then the program ended with status 0. These steps were not done:
      parse files 2
    status 0
    ");
}

#[test]
fn without_the_interleaver_a_schedule_is_played_too() {
    let mut workshop = Command::new(env!("CARGO_BIN_EXE_workshop"));
    workshop.args(["play", "stage4-joined", "--schedule", ALL]);
    workshop
        .env("WORKSHOP_INTERLEAVE", "off")
        .env_remove("PACE");
    let output = workshop.output().expect("it runs");
    let stdout = String::from_utf8_lossy(&output.stdout);
    assert_eq!(format!("{stdout}status 0"), play("stage4-joined", ALL));
}

#[test]
fn what_a_program_says_of_its_failure_is_shown() {
    let mut workshop = Command::new(env!("CARGO_BIN_EXE_workshop"));
    workshop.args(["play", "stage4-joined", "--schedule", "sort data 0"]);
    let output = workshop.env("PACE", "fast").output().expect("it runs");
    assert_eq!(output.status.code(), Some(1));
    let stdout = String::from_utf8_lossy(&output.stdout);
    assert!(stdout.contains("error: PACE is \"fast\""), "{stdout}");
    assert!(!stdout.contains("were not done"), "{stdout}");
}

/// Without the interleaver, chance decides how far its workers come before main leaves.
#[test]
fn a_program_that_does_not_wait_ends_when_its_schedule_does() {
    let shown = play(
        "stage2-no-wait",
        "sort data 0, sort data 1, sort data 2, parse files 0",
    );
    assert!(shown.contains("the program ended with status 0"), "{shown}");
}

/// A learner's program is played like any other, and one that hangs is told from one that waits for
/// a turn.
#[cfg(target_os = "linux")]
#[test]
fn a_program_that_hangs_is_shown_where_it_does() {
    let source = "tests/corpus/stage4-joined/wrong/a_sender_kept_by_main.rs";
    let mut workshop = Command::new(env!("CARGO_BIN_EXE_workshop"));
    workshop.args([
        "play",
        "join_handles",
        "--source",
        source,
        "--schedule",
        ALL,
    ]);
    let output = workshop.current_dir(workspace()).output().expect("it runs");
    let text = String::from_utf8_lossy(&output.stdout);
    let (_, end) = text.split_once("\n\n").expect("the table ends");
    assert_snapshot!(end, @"
    The program hangs: no thread can go on, and it has not ended.
      sort data           has finished
      parse files         has finished
      generate output     has finished
      main                is blocked in `IntoIter::next` at line 19, for a message
                          or the end of the last sender
    ");
    assert_eq!(output.status.code(), Some(1));
}

#[cfg(target_os = "linux")]
#[test]
fn a_deadlock_is_shown_with_the_locks_and_their_holders() {
    let file = workspace().join("tests/corpus/starters/two_locks.rs");
    let file = file.to_str().expect("it is UTF-8");
    let schedule = "pay the right 0, pay the right 1, pay the left 0, pay the left 1, \
                    pay the right 2, pay the left 2, count 0, count 1";
    let said = run(&[
        "play",
        "two_locks",
        "--source",
        file,
        "--schedule",
        schedule,
    ]);
    let (_, end) = said.split_once("\n\n").expect("the table ends");
    assert_snapshot!(end, @"
    The program hangs: no thread can go on, and it has not ended.
      pay the right       is blocked in `Lock::lock` at line 21, on a lock that
                          `pay the left` holds since line 29
      pay the left        is blocked in `Lock::lock` at line 30, on a lock that
                          `pay the right` holds since line 20
      count               is blocked in `Lock::lock` at line 37, on a lock that
                          `pay the right` holds since line 20
      main                is blocked in `ScopedJoinHandle::join` at line 41, on
                          the thread of `count`
    locks and atomics:
      `left`              held by `pay the right` since line 20
      `right`             held by `pay the left` since line 29
    status 1
    ");
}

#[test]
fn a_mistake_in_the_schedule_is_told_with_the_nearest_right_word() {
    assert_snapshot!(play("stage4-joined", "sort data 0, prase files 0"), @r#"
    error: there is no turn "prase files 0"; did you mean "parse files 0"?
      a turn is a step (a task and a number), "time" or "leave"
      write a comma between two turns, or a new line in a file
    status 2
    "#);
    assert_snapshot!(play("stage4-joined", "sort data 1"), @r#"
    error: "sort data 1" needs "sort data 0" before it: a worker does its steps in order
    status 2
    "#);
    assert_snapshot!(play("stage4-joined", ""), @r#"
    error: a turn is missing: a schedule is a list such as "sort data 0, parse files 0"
    status 2
    "#);
}

#[test]
fn a_mistake_in_the_file_of_a_schedule_is_told_with_its_line() {
    let folder = tempfile::tempdir().expect("there is room");
    let file = folder.path().join("mine.txt");
    fs::write(&file, "sort data 0\nprase files 0\n").expect("there is room");
    let file = file.to_str().expect("it is UTF-8");
    let said = run(&["play", "beat_the_sleep", "--source", file]);
    let start = format!("error: {file}:2: there is no turn \"prase files 0\"; did you mean");
    assert!(said.starts_with(&start), "{said}");
    assert!(said.ends_with("status 2"), "{said}");
}

#[test]
fn a_name_that_is_misspelt_is_told_with_the_nearest_right_one() {
    let said = play("stage4-joind", ALL);
    let first =
        "error: there is no exercise or stage \"stage4-joind\"; did you mean \"stage4-joined\"?\n";
    assert!(said.starts_with(first), "{said}");
    assert!(said.ends_with("status 2"), "{said}");
}

#[test]
fn without_a_terminal_a_schedule_is_needed() {
    assert_snapshot!(run(&["play", "stage4-joined"]), @r#"
    error: without a terminal a schedule is needed, such as --schedule "sort data 0, parse files 0"
    status 2
    "#);
}

#[test]
fn a_schedule_that_is_an_answer_is_given_once() {
    let arguments = ["--schedule", "sort data 0", "--source", "mine.txt"];
    let said = run(&[&["play", "beat_the_sleep"], &arguments[..]].concat());
    assert!(said.contains("not both"), "{said}");
    assert!(said.ends_with("status 2"), "{said}");
}

#[test]
fn the_help_has_examples() {
    assert_snapshot!(run(&["play", "--help"]), @r#"
    Plays a schedule on a program, or lets you be the scheduler

    Usage: cargo workshop play [OPTIONS] [NAME]

    Arguments:
      [NAME]  The exercise or stage; the next unsolved exercise if none is named

    Options:
          --schedule <TURNS>...  The turns in their order; steps that are left out
                                 are withheld
          --seed <SEED>          Decides which random bytes the program gets, as in
                                 a check
          --source <FILE>        Plays the program or the schedule in this file
                                 instead of the exercise's own
      -h, --help                 Print help

    Examples:
      cargo workshop play                 the next exercise, turn by turn
      cargo workshop play stage3-sleep    can you make it lose a line?
      cargo workshop play stage4-joined --schedule "sort data 0, parse files 0"
      cargo workshop play beat_the_sleep  the schedule in the exercise's file

    A schedule is a list of turns. There are three kinds:
      sort data 0   a step: a task and a number. Its worker does it
      time          virtual time passes until a worker or main needs a turn
      leave         a thread that wants to end the program ends it
    At the end of a schedule a thread may end the program without `leave`.

    Where threads take turns inside a step, a check shows another kind of schedule.
    In `call: 0x4,1x2` main does four library calls, and then thread 1 does two: the
    first thread that was started. Without `call` these are atomic operations. Other
    words before the colon say how the check ran the program: copy them.

    TASKS and FAILS before the command choose the program's tasks and the one that
    fails: use the values that a check shows. PACE changes how long the program
    itself sleeps, and INTERLEAVE_PROCESSORS how many processors it is told of:
    usually four.

    Exit status: 0 if all turns were granted or you quit, 1 if a turn could not be
    granted or the program failed, 2 if nothing could be played.
    status 0
    "#);
}

/// In such a schedule threads take turns inside a step, too.
#[cfg(target_os = "linux")]
#[test]
fn an_interleaving_that_a_check_has_found_is_played() {
    let source =
        workspace().join("tests/corpus/two_locks/wrong/in_opposite_order_after_the_steps.rs");
    let source = source.to_str().expect("a path in UTF-8");
    let graded = run(&["check", "two_locks", "--source", source, "--format", "json"]);
    let json = graded.lines().next().expect("a line of JSON");
    let report: serde_json::Value = serde_json::from_str(json).expect("it is JSON");
    let schedule = report["schedule"].as_str().expect("a schedule");
    let arguments = ["--source", source, "--schedule", schedule];
    let played = run(&[&["play", "two_locks"], &arguments[..]].concat());
    let why = "In this interleaving no thread can go on, and the program has not ended.";
    assert!(played.contains(why), "{played}");
    assert!(played.ends_with("status 1"), "{played}");
}

#[cfg(target_os = "linux")]
#[test]
fn an_interleaving_that_does_not_fit_is_refused() {
    let refused = play("stage4-joined", "call: 0x4,9x2");
    let why = "the schedule does not fit: thread 9 cannot do step 5";
    assert!(refused.contains(why), "{refused}");
    assert!(refused.ends_with("status 2"), "{refused}");
}

#[cfg(target_os = "linux")]
#[test]
fn an_interleaving_that_goes_well_is_said_to() {
    let played = play("stage4-joined", "call: 0x4");
    assert!(
        played.contains("In this interleaving nothing goes wrong."),
        "{played}"
    );
    assert!(played.ends_with("status 0"), "{played}");
}
