//! What `cargo workshop check` says, and how it ends.

use std::{
    path::{Path, PathBuf},
    process::Output,
};

use grader::build;
use insta::assert_snapshot;
use scheduler::stages::workspace;
#[cfg(target_os = "linux")]
use serde_json::Value;

#[cfg(target_os = "linux")]
use crate::{
    checked::{graded, text},
    mask::between,
};
use crate::{
    checked::{output, workshop},
    mask::masked,
};

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

fn solution() -> PathBuf {
    workspace().join("tests/corpus/solutions/join_handles.rs")
}

/// One grading of each tells both: what people read, and what programs get.
#[cfg(target_os = "linux")]
#[test]
fn each_stage_is_what_it_is_said_to_be() {
    let stages = [
        "stage1-serial",
        "stage2-no-wait",
        "stage3-sleep",
        "stage4-joined",
    ];
    let output = output(workshop(
        &[&["check", "--format", "json"], &stages[..]].concat(),
    ));
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let stages = serde_json::Deserializer::from_slice(&output.stdout).into_iter();
    let stages: Vec<Value> = stages.map(|stage| stage.expect("it is JSON")).collect();
    let texts: Vec<String> = stages.iter().map(text).collect();
    assert_snapshot!(texts.join("\n"));
    for stage in &stages {
        assert_eq!(stage["status"], "solved");
        assert_eq!(stage["finding"], stage["wanted"]);
        assert_eq!(stage["is_interleaved"], true);
    }
    // Where main leaves the first worker alone, and where it sleeps.
    let lines: Vec<_> = stages.iter().map(|stage| stage["line"].as_u64()).collect();
    assert_eq!(lines, [None, Some(9), Some(12), None]);
    let schedules = &stages[3]["schedules"];
    assert!(schedules["played"].as_u64() < schedules["possible"].as_u64());
    assert!(schedules["explored"].as_u64() > Some(1), "{schedules}");
}

#[test]
fn a_solution_solves_its_exercise() {
    let path = solution();
    let source = path.to_str().expect("it is UTF-8");
    let output = output(workshop(&["check", "join_handles", "--source", source]));
    assert_snapshot!(said(&output));
}

#[cfg(target_os = "linux")]
#[test]
fn a_right_program_that_was_not_asked_for_solves_nothing() {
    let graded = graded("stage2-no-wait", "a_join_where_no_wait_was_asked");
    assert_snapshot!(text(&graded));
}

#[cfg(target_os = "linux")]
#[test]
#[ignore = "1,680 runs take long"]
fn every_interleaving_is_played_if_that_is_asked_for() {
    assert_snapshot!(said(&output(workshop(&[
        "check",
        "stage4-joined",
        "--exhaustive"
    ]))));
}

/// A worker that stands at a lock cannot do what it would do under it, be that the plainest work.
#[test]
#[ignore = "many runs take long"]
fn a_worker_that_waits_for_a_lock_is_not_kept_from_its_work() {
    let right = "tests/corpus/two_locks/right/in_one.rs";
    let arguments = ["check", "two_locks", "--exhaustive", "--source", right];
    let said = said(&output(workshop(&arguments)));
    assert!(said.starts_with("two_locks: solved, joined\n"), "{said}");
}

/// One object a line, with these fields; how long it took differs.
#[cfg(target_os = "linux")]
#[test]
fn programs_get_json() {
    let wrong = "tests/corpus/stage4-joined/wrong/a_panic_before_the_work.rs";
    let arguments = [
        "check",
        "stage4-joined",
        "--format",
        "json",
        "--source",
        wrong,
    ];
    let output = output(workshop(&arguments));
    assert_eq!(output.status.code(), Some(1));
    let text = masked(&String::from_utf8(output.stdout).expect("it is UTF-8"));
    assert_snapshot!(between(&text, "\"seconds\":", "\"", "TIME,"));
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
    let wrong = workspace().join("tests/corpus/stage4-joined/wrong/no_join.rs");
    std::fs::copy(wrong, folder.path().join("mine.rs")).expect("there is room");
    let before = listing(folder.path());
    let mut workshop = workshop(&["check", "join_handles", "--source", "mine.rs"]);
    workshop.current_dir(folder.path());
    let said = said(&output(workshop));
    assert!(
        said.starts_with("join_handles: not solved yet, no-wait"),
        "{said}"
    );
    assert!(said.contains("--source mine.rs"), "{said}");
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

#[test]
fn a_compiler_that_is_not_understood_is_an_error_that_says_what_to_do() {
    let mut workshop = workshop(&["check", "join_handles"]);
    workshop.env(build::COMPILER, "{}");
    let output = output(workshop);
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    let words = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    assert!(
        words.contains("WORKSHOP_COMPILER is not understood"),
        "{words}"
    );
}
