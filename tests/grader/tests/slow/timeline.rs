//! What `cargo workshop timeline` draws. It works where the interleaver does.
#![cfg(all(target_os = "linux", target_env = "gnu"))]

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

use insta::assert_snapshot;
use scheduler::stages::workspace;
use serde_json::Value;
use tempfile::TempDir;

/// The pictures that pages show: each file, and the arguments that draw it.
const SHOWN: [(&str, &str); 23] = [
    ("stage1-serial/timeline.svg", "stage1-serial"),
    ("stage1-serial/timeline-small.svg", "stage1-serial --small"),
    ("stage2-no-wait/timeline.svg", "stage2-no-wait"),
    (
        "stage2-no-wait/timeline-small.svg",
        "stage2-no-wait --small",
    ),
    ("stage3-sleep/timeline.svg", "stage3-sleep"),
    ("stage3-sleep/timeline-small.svg", "stage3-sleep --small"),
    ("stage4-joined/timeline.svg", "stage4-joined"),
    ("stage4-joined/timeline-small.svg", "stage4-joined --small"),
    (
        "stage4-joined/lessons/01-handles.svg",
        "stage4-joined --source stage4-joined/examples/handles.rs --small",
    ),
    (
        "stage4-joined/lessons/01-join-in-loop.svg",
        "join_handles --source tests/corpus/starters/join_handles.rs --small",
    ),
    (
        "stage4-joined/lessons/02-loop-in-scope.svg",
        "borrow_tasks --source tests/corpus/solutions/borrow_tasks.rs --small",
    ),
    (
        "stage4-joined/lessons/02-scope-in-loop.svg",
        "borrow_tasks --source tests/corpus/borrow_tasks/wrong/in_a_scope_each.rs --small",
    ),
    (
        "stage4-joined/lessons/03-err.svg",
        "panicking_worker --source tests/corpus/solutions/panicking_worker.rs --small",
    ),
    (
        "stage4-joined/lessons/03-unwrap.svg",
        "panicking_worker --source tests/corpus/panicking_worker/wrong/expected.rs --small",
    ),
    (
        "stage4-joined/lessons/04-not-moved.svg",
        "wait_group --source tests/corpus/wait_group/wrong/not_moved.rs --small",
    ),
    (
        "stage4-joined/lessons/04-clone-left.svg",
        "wait_group --source tests/corpus/starters/wait_group.rs --small",
    ),
    (
        "stage4-joined/lessons/05-sender-left.svg",
        "last_sender --source tests/corpus/starters/last_sender.rs --small",
    ),
    (
        "stage4-joined/lessons/07-locks.svg",
        "stage4-joined --source stage4-joined/examples/locks.rs --small",
    ),
    (
        "stage4-joined/lessons/07-long-locks.svg",
        "stage4-joined --source stage4-joined/examples/long_locks.rs --small",
    ),
    (
        "stage4-joined/lessons/08-deadlock.svg",
        "two_locks --source tests/corpus/starters/two_locks.rs --small",
    ),
    (
        "stage4-joined/lessons/09-barrier.svg",
        "stage4-joined --source stage4-joined/examples/barriers.rs",
    ),
    (
        "stage4-joined/lessons/10-pool.svg",
        "pool_of_two --source tests/corpus/solutions/pool_of_two.rs --small",
    ),
    (
        "stage4-joined/lessons/11-pipeline.svg",
        "stage4-joined --source stage4-joined/examples/pipelines.rs --small",
    ),
];

/// Two threads, each of which holds the lock that the other one needs next.
const DEADLOCK: &str = r#"use std::{sync::Mutex, thread, time::Duration};

static LEFT: Mutex<u32> = Mutex::new(1);
static RIGHT: Mutex<u32> = Mutex::new(2);

fn main() {
    let payer = thread::spawn(|| {
        let from = RIGHT.lock().unwrap();
        thread::sleep(Duration::from_secs(2));
        let to = LEFT.lock().unwrap();
        drop((from, to));
    });
    let from = LEFT.lock().unwrap();
    thread::sleep(Duration::from_secs(1));
    let to = RIGHT.lock().unwrap();
    drop((from, to));
    payer.join().unwrap();
}
"#;

/// `cargo workshop timeline`, called in a folder, without settings.
fn command(folder: &Path, arguments: &[&str]) -> Command {
    let target = std::env::var_os("CARGO_TARGET_DIR").unwrap_or("target".into());
    let mut workshop = Command::new(env!("CARGO_BIN_EXE_workshop"));
    workshop
        .arg("timeline")
        .args(arguments)
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", workspace().join(target));
    for setting in ["SEED", "PACE", "TASKS", "FAILS"] {
        workshop.env_remove(setting);
    }
    workshop
}

fn drawn(folder: &Path, arguments: &[&str]) -> Output {
    command(folder, arguments).output().expect("it runs")
}

fn folder() -> TempDir {
    tempfile::tempdir().expect("there is room for a folder")
}

/// The exit status, and what was said on stderr.
fn refusal(output: &Output) -> (Option<i32>, String) {
    let words = String::from_utf8_lossy(&output.stderr).into_owned();
    (output.status.code(), words)
}

fn text(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("it is UTF-8")
}

#[test]
fn the_pictures_are_those_that_the_pages_show() {
    let folder = folder();
    let picture = folder.path().join("picture.svg");
    for (file, arguments) in SHOWN {
        let drawing = arguments.split(' ').chain(["-o", "picture.svg"]);
        let drawing: Vec<_> = drawing.map(in_workspace).collect();
        let drawing: Vec<_> = drawing.iter().map(String::as_str).collect();
        // A program that fails is drawn too, and the status says that it failed.
        let output = drawn(folder.path(), &drawing);
        let again = fs::read_to_string(&picture);
        let again = again.unwrap_or_else(|_| panic!("{file}: {:?}", refusal(&output)));
        fs::remove_file(&picture).expect("it was drawn");
        let committed = fs::read_to_string(workspace().join(file)).unwrap_or_default();
        assert!(
            committed == again,
            "{file} is out of date. Draw it again and look at it:\n  \
             cargo workshop timeline {arguments} -o {file}"
        );
    }
}

/// The path of a source in the workspace, for a command in another folder.
fn in_workspace(argument: &str) -> String {
    if argument.ends_with(".rs") {
        workspace().join(argument).display().to_string()
    } else {
        argument.to_owned()
    }
}

#[test]
fn another_seed_draws_another_picture_and_the_same_seed_the_same() {
    let folder = folder();
    let with = |seed: &str| {
        let mut command = command(folder.path(), &["stage4-joined"]);
        text(&command.env("SEED", seed).output().expect("it runs"))
    };
    assert_eq!(with("7"), with("7"));
    assert_ne!(with("7"), with("8"));
    assert_eq!(with("0"), text(&drawn(folder.path(), &["stage4-joined"])));
}

/// Turns are known only for the tasks of an answer key.
#[test]
fn other_tasks_can_be_drawn_and_not_played() {
    let folder = folder();
    let source = workspace().join("tests/corpus/solutions/last_sender.rs");
    let source = source.to_str().expect("it is UTF-8");
    let with = |more: &[&str]| {
        let arguments = [&["last_sender", "--source", source], more].concat();
        let mut command = command(folder.path(), &arguments);
        command
            .env("TASKS", "read mail, sing")
            .output()
            .expect("it runs")
    };
    assert_eq!(with(&[]).status.code(), Some(0));
    let (status, words) = refusal(&with(&["--schedule", "sing 0"]));
    assert_eq!(status, Some(2));
    assert!(
        words.contains("cannot play the tasks in TASKS: read mail, sing"),
        "{words}"
    );
}

#[test]
fn a_bad_setting_is_the_programs_own_error() {
    let folder = folder();
    let mut command = command(folder.path(), &["stage4-joined"]);
    let output = command.env("SEED", "x").output().expect("it runs");
    let (status, words) = refusal(&output);
    assert_eq!(status, Some(1));
    assert!(words.contains("SEED is \"x\""), "{words}");
}

#[test]
fn a_deadlock_is_drawn_and_said() {
    let folder = folder();
    fs::write(folder.path().join("two_locks.rs"), DEADLOCK).expect("there is room for a file");
    let output = drawn(folder.path(), &["two_locks", "--source", "two_locks.rs"]);
    let (status, words) = refusal(&output);
    assert_eq!(status, Some(1));
    assert!(words.contains("deadlock: no thread can go on"), "{words}");
    assert_snapshot!(text(&output));
}

/// What is on stdout and on stderr, and the exit status.
fn said(folder: &Path, arguments: &[&str]) -> String {
    let output = drawn(folder, arguments);
    let (status, words) = refusal(&output);
    let status = status.expect("it ends by itself");
    format!("{}{words}status {status}", text(&output))
}

#[test]
fn a_worker_is_cut_off_in_the_picture_of_a_schedule() {
    let folder = folder();
    let schedule = ["--schedule", "sort data 0, parse files 0, sort data 1"];
    assert_snapshot!(said(
        folder.path(),
        &[&["stage2-no-wait"], &schedule[..]].concat()
    ));
    let schedule = ["--schedule", "sort data 0, time"];
    assert_snapshot!(said(
        folder.path(),
        &[&["stage3-sleep"], &schedule[..]].concat()
    ));
}

#[test]
fn steps_that_a_schedule_leaves_out_are_withheld_in_its_picture() {
    let folder = folder();
    for stage in ["stage1-serial", "stage4-joined"] {
        let schedule = "sort data 0, sort data 1";
        assert_snapshot!(said(folder.path(), &[stage, "--schedule", schedule]));
    }
}

#[test]
fn a_schedule_that_does_not_fit_is_drawn_as_far_as_it_went() {
    let folder = folder();
    let drawn = |name, schedule| said(folder.path(), &[name, "--schedule", schedule]);
    assert_snapshot!(drawn("stage1-serial", "sort data 0, parse files 0"));
    assert_snapshot!(drawn("stage2-no-wait", "sort data 0, leave, parse files 0"));
    assert_snapshot!(drawn("stage4-joined", "time"));
}

#[test]
fn an_answer_that_is_a_schedule_is_drawn_until_the_program_ends() {
    let folder = folder();
    let solution = workspace().join("tests/corpus/solutions/beat_the_sleep.txt");
    let solution = solution.display().to_string();
    let answer = ["beat_the_sleep", "--source", &solution];
    assert_snapshot!(said(folder.path(), &answer));
    let twice = [&answer[..], &["--schedule", "sort data 0"]].concat();
    assert_snapshot!(said(folder.path(), &twice));
    fs::write(folder.path().join("typo.txt"), "sort dat 0\n").expect("there is room");
    let typo = ["beat_the_sleep", "--source", "typo.txt"];
    assert_snapshot!(said(folder.path(), &typo));
}

#[test]
fn a_schedule_that_is_none_is_refused() {
    let folder = folder();
    let drawn = |schedule| said(folder.path(), &["stage4-joined", "--schedule", schedule]);
    assert_snapshot!(drawn("sort data 0, prase files 0"), @r#"
    error: there is no turn "prase files 0"; did you mean "parse files 0"?
      a turn is a step (a task and a number), "time" or "leave"
      write a comma between two turns, or a new line in a file
    status 2
    "#);
    assert_snapshot!(drawn(""), @r#"
    error: a turn is missing: a schedule is a list such as "sort data 0, parse files 0"
    status 2
    "#);
}

/// A file of the corpus.
fn corpus(path: &str) -> String {
    let path = workspace().join("tests/corpus").join(path);
    path.to_str().expect("it is UTF-8").to_owned()
}

#[test]
fn locks_are_held_in_the_picture_of_a_schedule() {
    let folder = folder();
    let schedule = "pay the right 0, pay the right 1, pay the left 0, pay the left 1, \
                    pay the right 2, pay the left 2, count 0, count 1";
    let source = corpus("starters/two_locks.rs");
    let arguments = ["two_locks", "--source", &source, "--schedule", schedule];
    assert_snapshot!(said(folder.path(), &arguments));
}

#[test]
fn a_step_that_is_granted_and_not_done_is_in_the_picture() {
    let folder = folder();
    let source = corpus("stage4-joined/wrong/one_thread_locks_stdout.rs");
    let schedule = ["--schedule", "sort data 0, parse files 0"];
    let arguments = [&["stage4-joined", "--source", &source], &schedule[..]].concat();
    assert_snapshot!(said(folder.path(), &arguments));
}

#[test]
fn the_same_schedule_has_the_same_picture_each_time() {
    let folder = folder();
    let schedule = "sort data 0, parse files 0, generate output 0, time";
    for (file, axis) in [
        ("picture.svg", "the axis counts the turns"),
        ("picture.json", "one second a turn"),
    ] {
        let draw = || {
            let arguments = ["stage3-sleep", "--schedule", schedule, "-o", file];
            let output = drawn(folder.path(), &arguments);
            assert!(output.status.success(), "{:?}", refusal(&output));
            fs::read_to_string(folder.path().join(file)).expect("it was drawn")
        };
        let once = draw();
        assert!(once.contains(axis), "{once}");
        assert_eq!(once, draw());
    }
}

#[test]
fn trace_events_are_json_with_a_lane_for_each_worker() {
    let folder = folder();
    let output = drawn(folder.path(), &["stage4-joined", "-o", "trace.json"]);
    assert!(output.status.success(), "{:?}", refusal(&output));
    let trace = fs::read_to_string(folder.path().join("trace.json")).expect("it was written");
    let trace: Value = serde_json::from_str(&trace).expect("it is JSON");
    let events = trace["traceEvents"].as_array().expect("a list");
    let lanes = events.iter().filter(|event| event["name"] == "thread_name");
    let lanes: Vec<_> = lanes.map(|event| event["args"]["name"].clone()).collect();
    assert_eq!(
        lanes,
        ["main", "sort data", "parse files", "generate output"]
    );
}

#[test]
fn what_cannot_be_drawn_is_refused_with_the_reason() {
    let folder = folder();
    fs::write(folder.path().join("broken.rs"), "fn main() {").expect("there is room for a file");
    let cases: [(&[&str], i32, &str); 6] = [
        (&["stage4-joind"], 2, "did you mean \"stage4-joined\"?"),
        (
            &["warm_up", "--source", "broken.rs"],
            1,
            "broken.rs does not build",
        ),
        (
            &["warm_up", "--source", "missing.rs"],
            2,
            "failed to read `missing.rs`",
        ),
        (
            &["warm_up", "-o", "picture.png"],
            2,
            "must end in .svg or .json",
        ),
        (
            &["warm_up", "-o", "trace.json", "--small"],
            2,
            "--small is for",
        ),
        (
            &["stage1-serial", "-o", "broken.rs/a.svg"],
            2,
            "failed to write `broken.rs/a.svg`",
        ),
    ];
    for (arguments, expected, reason) in cases {
        let (status, words) = refusal(&drawn(folder.path(), arguments));
        assert_eq!(status, Some(expected), "{arguments:?}: {words}");
        assert!(words.contains(reason), "{arguments:?}: {words}");
    }
}

#[test]
fn without_the_interleaver_there_is_no_picture() {
    let folder = folder();
    for schedule in [&[][..], &["--schedule", "sort data 0"]] {
        let arguments = [&["stage1-serial", "-o", "picture.svg"], schedule].concat();
        let mut command = command(folder.path(), &arguments);
        let output = command.env("WORKSHOP_INTERLEAVE", "off").output();
        let (status, words) = refusal(&output.expect("it runs"));
        assert_eq!(status, Some(2));
        assert!(words.contains("only the interleaver can run"), "{words}");
    }
    assert!(!folder.path().join("picture.svg").exists());
}

/// The picture takes the name of the file when it is whole: nothing else is left in the folder.
#[test]
fn a_picture_replaces_the_one_before() {
    let folder = folder();
    let path = folder.path().join("picture.svg");
    fs::write(&path, "an older one").expect("there is room for a file");
    let output = drawn(folder.path(), &["stage1-serial", "-o", "picture.svg"]);
    assert!(output.status.success(), "{:?}", refusal(&output));
    let svg = fs::read_to_string(path).expect("it was drawn");
    assert!(
        svg.starts_with("<svg ") && svg.ends_with("</svg>\n"),
        "{svg}"
    );
    let files = fs::read_dir(folder.path()).expect("it is there");
    assert_eq!(files.count(), 1);
}
