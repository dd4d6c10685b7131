//! What `cargo workshop check` says, and how it ends.

use std::{
    path::{Path, PathBuf},
    process::{Command, Output},
};

use insta::assert_snapshot;
use scheduler::stages::workspace;

fn workshop(arguments: &[&str]) -> Command {
    let mut workshop = Command::new(env!("CARGO_BIN_EXE_workshop"));
    workshop.args(arguments).current_dir(workspace());
    workshop
}

fn output(mut workshop: Command) -> Output {
    workshop.output().expect("it runs")
}

/// What is on stdout and on stderr, and the exit status, without what differs from run to run.
fn said(output: &Output) -> String {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("it is UTF-8");
    let status = output.status.code().expect("it ends by itself");
    masked(&format!(
        "{}{}status {status}",
        text(&output.stdout),
        text(&output.stderr)
    ))
}

/// Without lengths of time and the numbers of threads.
fn masked(text: &str) -> String {
    let text = between(text, "about ", " s.", "TIME");
    let text = between(&text, "thread 'main' (", ")", "NUMBER");
    between(&text, "thread '<unnamed>' (", ")", "NUMBER")
}

/// `text` with `mask` in place of each number that stands between `start` and `end`.
fn between(text: &str, start: &str, end: &str, mask: &str) -> String {
    let mut pieces = text.split(start);
    let mut masked = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let digits = piece
            .find(|c: char| !c.is_ascii_digit() && c != '.')
            .unwrap_or(piece.len());
        let is_number = digits > 0 && piece[digits..].starts_with(end);
        masked += start;
        masked += if is_number { mask } else { &piece[..digits] };
        masked += &piece[digits..];
    }
    masked
}

/// What is said of the wrong program `name`, handed in as `entry`.
fn said_of(entry: &str, name: &str) -> String {
    let source = format!("tests/corpus/{entry}/wrong/{name}.rs");
    said(&output(workshop(&["check", entry, "--source", &source])))
}

fn solution() -> PathBuf {
    workspace().join("tests/corpus/solutions/join_handles.rs")
}

#[test]
fn each_stage_is_what_it_is_said_to_be() {
    let stages = [
        "stage1-serial",
        "stage2-no-wait",
        "stage3-sleep",
        "stage4-joined",
    ];
    let output = output(workshop(&[&["check"][..], &stages].concat()));
    assert_snapshot!(said(&output));
}

#[test]
fn a_solution_solves_its_exercise() {
    let path = solution();
    let source = path.to_str().expect("it is UTF-8");
    let output = output(workshop(&["check", "join_handles", "--source", source]));
    assert_snapshot!(said(&output));
}

/// Where it is known what main waits for, the words say it.
#[cfg(target_os = "linux")]
#[test]
fn each_mistake_is_named_and_shown() {
    for (finding, name) in [
        ("does-not-build", "a_local_borrowed_by_a_thread"),
        ("too-much-output", "endless_stdout"),
        ("crashes", "abort_before_the_join"),
        ("forged-output", "printed_again_by_main"),
        ("no-wait", "no_join"),
        ("sleeps", "a_sleep_of_a_tenth_of_a_second"),
        ("fails", "a_panic_after_the_work"),
        ("forgets-some", "one_handle_forgotten"),
        ("serial", "join_in_the_loop"),
        ("partly-serial", "two_tasks_in_one_thread"),
        ("too-many-at-once", "a_fourth_worker"),
        ("needless-wait", "one_thread_locks_stdout"),
        ("too-early", "started_before_the_header"),
        ("hangs", "a_sender_kept_by_main"),
        ("wrong-output", "a_worker_missing"),
    ] {
        let said = said_of("stage4-joined", name);
        assert!(
            said.starts_with(&format!("stage4-joined: not solved yet, {finding} ")),
            "{said}"
        );
        assert_snapshot!(finding, said);
    }
}

/// What is found only where an entry asks for more than stage 4 does.
#[cfg(target_os = "linux")]
#[test]
fn a_program_that_misses_the_lesson_is_told_so() {
    for (entry, name) in [
        ("lost_update", "with_an_atomic"),
        ("panicking_worker", "with_status_1"),
        ("panicking_worker", "joined_last"),
        ("last_sender", "counted_to_four"),
        ("two_locks", "with_one_purse_twice"),
    ] {
        assert_snapshot!(format!("{entry}_{name}"), said_of(entry, name));
    }
}

#[test]
fn a_right_program_that_was_not_asked_for_solves_nothing() {
    assert_snapshot!(said_of("stage2-no-wait", "a_join_where_no_wait_was_asked"));
}

#[test]
fn every_interleaving_is_played_if_that_is_asked_for() {
    assert_snapshot!(said(&output(workshop(&[
        "check",
        "stage4-joined",
        "--exhaustive"
    ]))));
}

/// A worker that stands at a lock cannot do what it would do under it, be that the plainest work.
#[test]
fn whoever_waits_for_a_lock_is_not_kept_from_its_work() {
    let right = "tests/corpus/two_locks/right/in_one.rs";
    let arguments = ["check", "two_locks", "--exhaustive", "--source", right];
    let said = said(&output(workshop(&arguments)));
    assert!(said.starts_with("two_locks: solved, joined\n"), "{said}");
}

/// One object a line, with these fields in this order; how long it took differs.
#[test]
fn programs_get_json() {
    let wrong = "tests/corpus/stage4-joined/wrong/join_in_the_loop.rs";
    let arguments = [
        "check",
        "stage4-joined",
        "--format",
        "json",
        "--source",
        wrong,
    ];
    let unsolved = output(workshop(&arguments));
    assert_eq!(unsolved.status.code(), Some(1));
    let solved = output(workshop(&["check", "stage4-joined", "--format", "json"]));
    assert_eq!(solved.status.code(), Some(0));
    let text = String::from_utf8([unsolved.stdout, solved.stdout].concat()).expect("it is UTF-8");
    assert_snapshot!(between(&text, "\"seconds\":", "}", "TIME"));
}

/// In this system's words.
#[cfg(unix)]
#[test]
fn what_cannot_be_graded_is_the_graders_trouble() {
    let missing = workshop(&["check", "join_handles", "--source", "no_such_file.rs"]);
    assert_snapshot!(said(&output(missing)));
    let folder = workshop(&[
        "check",
        "join_handles",
        "--source",
        "tests",
        "--format",
        "json",
    ]);
    assert_snapshot!(said(&output(folder)));
}

#[test]
fn a_file_that_is_no_text_is_named() {
    let folder = tempfile::tempdir().expect("there is room");
    std::fs::write(
        folder.path().join("latin1.rs"),
        b"// caf\xe9\nfn main() {}\n",
    )
    .expect("there is room");
    let mut workshop = workshop(&["check", "join_handles", "--source", "latin1.rs"]);
    workshop.current_dir(folder.path());
    assert_snapshot!(said(&output(workshop)));
}

#[test]
fn paths_are_those_of_the_callers_folder() {
    let folder = tempfile::tempdir().expect("there is room");
    std::fs::copy(solution(), folder.path().join("mine.rs")).expect("there is room");
    let before = listing(folder.path());
    let mut workshop = workshop(&["check", "join_handles", "--source", "mine.rs"]);
    workshop.current_dir(folder.path());
    assert_eq!(output(workshop).status.code(), Some(0));
    assert_eq!(listing(folder.path()), before, "a file was left");
}

fn listing(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("it is there");
    entries
        .map(|entry| entry.expect("it is there").path())
        .collect()
}

#[test]
fn one_file_answers_one_exercise() {
    let two = [
        "check",
        "join_handles",
        "stage4-joined",
        "--source",
        "mine.rs",
    ];
    assert_snapshot!(said(&output(workshop(&two))));
}

#[test]
fn the_help_has_examples() {
    assert_snapshot!(said(&output(workshop(&["check", "--help"]))));
}
