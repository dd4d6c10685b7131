//! What `cargo workshop explore` says, and how it ends. It works where the interleaver does.
#![cfg(all(target_os = "linux", target_env = "gnu"))]

use std::{fs, process::Command};

use insta::assert_snapshot;
use scheduler::stages::workspace;
use serde_json::Value;

/// Two threads that take two locks in different orders: three interleavings differ.
const TWO_LOCKS: &str = r#"use std::{sync::Mutex, thread};

static LEFT: Mutex<u32> = Mutex::new(1);
static RIGHT: Mutex<u32> = Mutex::new(2);

fn pay_left() {
    let from = RIGHT.lock().unwrap();
    let to = LEFT.lock().unwrap();
    drop((from, to));
}

fn main() {
    let payer = thread::Builder::new().name("pay left".into()).spawn(pay_left).unwrap();
    let from = LEFT.lock().unwrap();
    let to = RIGHT.lock().unwrap();
    drop((from, to));
    payer.join().unwrap();
}
"#;

struct Explored {
    status: i32,
    stdout: String,
    stderr: String,
}

/// Explores the program with this source, in a folder of its own, as `program.rs`.
fn explored(source: &str, arguments: &[&str]) -> Explored {
    let folder = tempfile::tempdir().expect("there is room for a folder");
    fs::write(folder.path().join("program.rs"), source).expect("there is room for a file");
    fs::write(folder.path().join("expected"), "hello\n").expect("there is room for a file");
    let output = Command::new(env!("CARGO_BIN_EXE_workshop"))
        .args([&["explore"], arguments].concat())
        .current_dir(folder.path())
        .env("CARGO_TARGET_DIR", target())
        .output()
        .expect("it runs");
    let text = |bytes| String::from_utf8(bytes).expect("it is UTF-8");
    Explored {
        status: output.status.code().expect("it ends by itself"),
        stdout: text(output.stdout),
        stderr: text(output.stderr),
    }
}

/// Where all tests build, for a relative path is one in the workspace.
fn target() -> std::path::PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").unwrap_or("target".into());
    workspace().join(target)
}

fn json(source: &str, arguments: &[&str]) -> (i32, Value) {
    let explored = explored(
        source,
        &[&["program.rs", "--format", "json"], arguments].concat(),
    );
    let json = serde_json::from_str(&explored.stdout);
    (
        explored.status,
        json.unwrap_or_else(|error| panic!("{error}: {}", explored.stderr)),
    )
}

#[test]
fn a_deadlock_is_shown_in_lanes_by_its_schedule() {
    let shown = explored(TWO_LOCKS, &["program.rs", "--schedule", "0x3,1x2"]);
    assert_eq!(shown.status, 1, "{}", shown.stderr);
    assert_snapshot!(shown.stdout);
}

#[test]
fn an_exploration_has_each_end_and_a_way_back_to_it() {
    let (status, json) = json(TWO_LOCKS, &[]);
    assert_eq!(status, 1);
    assert_eq!(json["complete"], true);
    let ends = json["ends"].as_array().expect("a list");
    let mut kinds: Vec<&str> = ends.iter().filter_map(|end| end["kind"].as_str()).collect();
    kinds.sort_unstable();
    assert_eq!(kinds, ["deadlock", "ok"]);
    for end in ends {
        let schedule = end["schedule"].as_str().expect("a schedule");
        let again = self::json(TWO_LOCKS, &["--schedule", schedule]).1;
        assert_eq!(again["ends"][0]["kind"], end["kind"], "{schedule}");
        let seed = end["seed"].as_str().expect("a seed");
        let again = self::json(TWO_LOCKS, &["--seed", seed]).1;
        assert_eq!(again["ends"][0]["kind"], end["kind"], "{seed}");
    }
}

#[test]
fn a_program_that_always_comes_to_the_same_end_is_fine() {
    let (status, json) = json(r#"fn main() { println!("hello"); }"#, &["--budget", "0.2"]);
    assert_eq!(status, 0);
    assert_eq!(json["ends"].as_array().map(Vec::len), Some(1));
    assert_eq!(json["ends"][0]["last_line"], "hello");
    let hello = "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03";
    assert_eq!(json["ends"][0]["stdout_sha256"], hello);
}

#[test]
fn an_output_can_be_expected() {
    let with = |text: &str| {
        let source = format!("fn main() {{ println!(\"{text}\"); }}");
        json(&source, &["--budget", "0.2", "--expect-output", "expected"])
    };
    assert_eq!(with("hello").0, 0);
    let (status, json) = with("goodbye");
    assert_eq!(
        (status, &json["ends"][0]["kind"]),
        (1, &Value::from("output"))
    );
}

#[test]
fn arguments_reach_the_program() {
    let source = "fn main() { std::process::exit(std::env::args().count() as i32 - 1); }";
    let (_, json) = json(source, &["--budget", "0.2", "--", "one", "--two"]);
    assert_eq!(json["ends"][0]["status"], 2);
}

/// What is said of bad input; the program cannot be explored.
fn refused(source: &str, arguments: &[&str]) -> String {
    let refused = explored(source, arguments);
    assert_eq!(
        (refused.status, refused.stdout.as_str()),
        (2, ""),
        "{}",
        refused.stderr
    );
    let error = refused
        .stderr
        .lines()
        .rev()
        .find(|line| line.starts_with("error: "));
    error
        .unwrap_or_else(|| panic!("no error in {}", refused.stderr))
        .to_owned()
}

#[test]
fn bad_input_is_answered_in_a_sentence() {
    let fine = "fn main() {}";
    assert_snapshot!(refused(fine, &["no_such.rs"]));
    assert_snapshot!(refused(fine, &[]));
    assert_snapshot!(refused("fn main() { let }", &["program.rs"]));
    assert_snapshot!(refused(fine, &["program.rs", "--schedule", "0,7"]));
    assert_snapshot!(refused(fine, &["program.rs", "--schedule", "0,x"]));
    assert_snapshot!(refused(fine, &["program.rs", "--budget", "0"]));
    assert_snapshot!(refused(fine, &["program.rs", "--expect-output", "no_such"]));
}

#[test]
fn a_seed_of_another_build_is_warned_of() {
    let shown = explored(TWO_LOCKS, &["program.rs", "--seed", "3-0000"]);
    let shown_as = shown
        .stderr
        .lines()
        .find(|line| line.starts_with("warning: "));
    assert!(
        shown_as.is_some_and(|line| line.contains("another build")),
        "{}",
        shown.stderr
    );
}
