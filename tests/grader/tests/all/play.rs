//! What `cargo workshop play` shows, and how it ends.

use std::process::Command;

use insta::assert_snapshot;

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

/// Elsewhere it is not known what main waits for.
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

    Until somebody is granted a turn, nothing more can happen:
      sort data           has finished
      parse files         waits for its turn to do step 1
      generate output     waits for its turn to do step 0
      main                waits for others: to end, to send, or to unlock
    status 0
    ");
}

/// Elsewhere it is not known what main waits for.
#[cfg(target_os = "linux")]
#[test]
fn an_order_that_a_program_does_not_allow_is_stuck() {
    assert_snapshot!(play("stage1-serial", "sort data 0, parse files 0"), @"
    granted             printed
                        Starting...
    sort data 0         sort data 0 complete

    `parse files 0` cannot be done now: its worker has not asked for it, and nothing more can happen.
      sort data           waits for its turn to do step 1
      parse files         has not started
      generate output     has not started
      main                does a worker's work itself
    status 1
    ");
}

/// A program that fails says why, and nobody is told that it lost lines.
#[test]
fn what_a_program_says_of_its_failure_is_shown() {
    let mut workshop = Command::new(env!("CARGO_BIN_EXE_workshop"));
    workshop.args(["play", "stage4-joined", "--schedule", "sort data 0"]);
    let output = workshop.env("PACE", "fast").output().expect("it runs");
    assert_eq!(output.status.code(), Some(1));
    assert_snapshot!(String::from_utf8_lossy(&output.stdout), @r#"
    granted             printed

    `sort data 0` could not be done, because the program ended with status 2.
    error: PACE is "fast", but it takes a number from 0.1 to 1000, such as 10
    "#);
}

/// How far its workers come before it ends is luck.
#[test]
fn a_program_that_waits_for_nobody_ends() {
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
    let output = workshop
        .current_dir(scheduler::stages::workspace())
        .output()
        .expect("it runs");
    let text = String::from_utf8_lossy(&output.stdout);
    let (_, end) = text.split_once("\n\n").expect("the table ends");
    assert_snapshot!(end, @"
    Nobody waits for a turn, and nothing more can happen: the program hangs.
      sort data           has finished
      parse files         has finished
      generate output     has finished
      main                waits for others: to end, to send, or to unlock
    ");
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn a_mistake_in_the_schedule_is_told_with_the_nearest_right_word() {
    assert_snapshot!(play("stage4-joined", "sort data 0, prase files 0"), @r#"
    error: there is no step "prase files 0"; did you mean "parse files 0"?
      a step is a task and a number; between two is a comma, or in a file a new line
    status 2
    "#);
    assert_snapshot!(play("stage4-joined", "sort data 0, sort data 0"), @r#"
    error: "sort data 0" appears twice in the schedule: a step is done once
    status 2
    "#);
    assert_snapshot!(play("stage4-joined", "sort data 1"), @r#"
    error: "sort data 1" needs "sort data 0" before it: a worker does its steps in order
    status 2
    "#);
    assert_snapshot!(play("stage4-joined", ""), @r#"
    error: a step is missing: a schedule is a list such as "sort data 0, parse files 0"
    status 2
    "#);
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
fn the_help_has_examples() {
    assert_snapshot!(run(&["play", "--help"]), @r#"
    Plays one interleaving of a program, or lets you choose it step by step

    Usage: cargo workshop play [OPTIONS] <NAME>

    Arguments:
      <NAME>  The exercise or stage to play, such as stage4-joined

    Options:
          --schedule <STEPS>...  The steps in the order in which they are done;
                                 those left out are withheld
          --source <FILE>        Plays the program in this file instead of the
                                 exercise's own
      -h, --help                 Print help

    Examples:
      cargo workshop play stage4-joined --schedule "sort data 0, parse files 0"
      cargo workshop play stage3-sleep    can you make it lose a line?

    A step is a task and a number: `sort data 0` to `sort data 2`, and likewise for
    `parse files` and `generate output`. While you think, main's own sleep goes on;
    PACE=0.5 before the command makes it twice as long, and FAILS and TASKS are for
    the program. (SEED changes nothing here, where a worker waits for its turn and
    for no time.)

    Exit status: 0 if all was played or you quit, 1 if the program did not follow or
    failed, 2 if nothing could be played.
    status 0
    "#);
}
