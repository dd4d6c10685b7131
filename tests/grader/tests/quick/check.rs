//! What `cargo workshop check` says, and how it ends.

use std::{
    path::{Path, PathBuf},
    process::{Command, Output},
};

use grader::build;
use insta::assert_snapshot;
use scheduler::stages::workspace;
#[cfg(target_os = "linux")]
use serde_json::Value;

#[cfg(target_os = "linux")]
use crate::mask::between;
use crate::{built::COMPILER, mask::masked};

fn workshop(arguments: &[&str]) -> Command {
    let mut workshop = Command::new(env!("CARGO_BIN_EXE_workshop"));
    workshop.args(arguments).current_dir(workspace());
    // Told of the compiler, it need not look whether all is built.
    let compiler = COMPILER.to_json().expect("the paths are UTF-8");
    workshop.env(build::COMPILER, compiler);
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

/// What programs are told of the wrong program `name`, handed in as `entry`.
#[cfg(target_os = "linux")]
fn graded(entry: &str, name: &str) -> Value {
    graded_in(entry, &format!("tests/corpus/{entry}/wrong/{name}.rs"))
}

/// The same of a wrong program in the file `source`.
#[cfg(target_os = "linux")]
fn graded_in(entry: &str, source: &str) -> Value {
    let arguments = ["check", entry, "--format", "json", "--source", source];
    let output = output(workshop(&arguments));
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    serde_json::from_slice(&output.stdout).expect("it is JSON")
}

/// What a terminal would show of it.
#[cfg(target_os = "linux")]
fn text(graded: &Value) -> String {
    masked(graded["text"].as_str().expect("it is there"))
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

/// Without the interleaver the words are others.
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
        let graded = graded("stage4-joined", name);
        assert_eq!(graded["finding"], finding, "{graded}");
        assert_eq!(graded["wanted"], "joined");
        assert_snapshot!(finding, text(&graded));
    }
}

/// The command that a report names draws what it has found.
#[cfg(target_os = "linux")]
#[test]
fn a_finding_with_a_schedule_can_be_drawn() {
    for (name, finding) in [
        ("one_handle_forgotten", "the program ended with status 0"),
        (
            "join_in_the_loop",
            "turn 2, `parse files 0`, cannot be granted",
        ),
    ] {
        let text = text(&graded("stage4-joined", name));
        let draw = text
            .lines()
            .find_map(|line| line.split_once("draw:    cargo workshop "));
        let (_, draw) = draw.unwrap_or_else(|| panic!("{text}"));
        let (words, schedule) = draw.split_once(" --schedule ").expect("it has a schedule");
        let words = words
            .split(' ')
            .chain(["--schedule", schedule.trim_matches('"')]);
        let output = output(workshop(&words.collect::<Vec<_>>()));
        let picture = String::from_utf8_lossy(&output.stdout);
        assert!(picture.contains(finding), "{output:?}");
    }
}

/// Mistakes that only an entry shows which asks for more than stage 4 does.
#[cfg(target_os = "linux")]
#[test]
fn a_program_that_misses_the_lesson_is_told_so() {
    for (entry, name) in [
        ("panicking_worker", "with_status_1"),
        ("panicking_worker", "joined_last"),
        ("last_sender", "counted_to_four"),
        ("two_locks", "with_one_purse_twice"),
    ] {
        assert_snapshot!(format!("{entry}_{name}"), text(&graded(entry, name)));
    }
}

/// Time is virtual, so an hour is over at once.
#[cfg(target_os = "linux")]
#[test]
fn a_poll_that_gives_up_in_silence_after_an_hour_is_a_sleep() {
    let folder = tempfile::tempdir().expect("there is room");
    let source = folder.path().join("program.rs");
    let program = "use std::{sync::atomic::{AtomicU32, Ordering::SeqCst}, thread, time::Duration};

        static DONE: AtomicU32 = AtomicU32::new(0);

        fn main() {
            common::start();
            for task in [\"sort data\", \"parse files\", \"generate output\"] {
                thread::spawn(move || {
                    common::worker(task);
                    DONE.fetch_add(1, SeqCst);
                });
            }
            for _ in 0..36_000 {
                if DONE.load(SeqCst) == 3 {
                    break;
                }
                thread::sleep(Duration::from_millis(100));
            }
        }";
    std::fs::write(&source, program).expect("there is room");
    let graded = graded_in("stage4-joined", source.to_str().expect("it is UTF-8"));
    assert_eq!(graded["finding"], "sleeps", "{graded}");
    let message = graded["message"].as_str().expect("it is there");
    assert!(
        message.starts_with("Main waited for 60 minutes and then left:"),
        "{message}"
    );
}

/// It goes wrong only if another worker stores between the load and the store of one worker, which
/// are no steps. The interleaving is not in the snapshot, for it is the compiler's too.
#[cfg(target_os = "linux")]
#[test]
fn a_race_between_two_steps_is_shown_in_lanes_with_the_lines() {
    let name = "with_an_atomic_loaded_and_stored_after_the_work";
    let graded = graded("lost_update", name);
    assert_eq!(graded["finding"], "wrong-output", "{graded}");
    assert_eq!(graded["is_interleaved"], true);
    assert!(
        graded["schedules"]["explored"].as_u64() > Some(0),
        "{graded}"
    );
    let text = text(&graded);
    let source = format!("tests/corpus/lost_update/wrong/{name}.rs");
    let source = std::fs::read_to_string(workspace().join(source)).expect("it is there");
    for code in ["done.load(", "done.store(before + 1"] {
        let line = source.lines().position(|line| line.contains(code));
        let shown = format!("{} | {code}", line.expect("it is there") + 1);
        assert!(text.contains(&shown), "{shown:?} is not in {text}");
    }
    let store = source.lines().position(|line| line.contains("done.store("));
    let store = store.map(|index| index as u64 + 1);
    assert_eq!(graded["line"].as_u64(), store, "{graded}");
    assert!(text.contains("overwrites the "), "{text}");
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

/// One object a line, with these fields in this order; how long it took differs.
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
