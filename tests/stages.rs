//! What each of the four steps prints.

use std::io;
use std::process::Command;

use insta::assert_snapshot;
use tests::{answer_key, assert_interleaves, program, stdout};

const STAGES: [&str; 5] = [
    "stage1-serial",
    "stage2-no-wait",
    "stage3-sleep",
    "stage4-joined",
    "stage4-wait-group",
];

/// The program `name`, with its clock as fast as it goes.
fn fast(name: &str) -> Command {
    let mut program = program(name);
    program.env("PACE", "1000");
    program
}

#[test]
fn stage1_prints_the_workers_one_after_another() {
    let output = stdout(&mut fast("stage1-serial"));
    assert_snapshot!("stage1-serial", output);
    assert_eq!(output, answer_key("stage1-serial"));
}

/// At normal pace, for it takes a worker a while to print, and main no time to leave.
#[test]
fn stage2_loses_all_that_its_workers_have_to_say() {
    let output = stdout(&mut program("stage2-no-wait"));
    assert_snapshot!("stage2-no-wait", output);
    assert_eq!(output, answer_key("stage2-no-wait"));
}

/// A fact about Rust, and the reason why the worker takes its time: a thread may be quicker than
/// main's end.
#[test]
fn a_worker_that_prints_at_once_is_not_always_lost() {
    let lost = answer_key("stage2-no-wait");
    let some_came = (0..2_000).any(|_| stdout(&mut program("stage2-plain-port")) != lost);
    assert!(some_came, "in 2,000 runs every line was lost");
}

/// At normal pace, where the 15 seconds are five times what the slowest worker can take.
#[test]
fn stage3_prints_an_interleaving_of_its_workers() {
    assert_interleaves(
        &stdout(&mut program("stage3-sleep")),
        &answer_key("stage3-sleep"),
    );
}

#[test]
fn stage4_prints_an_interleaving_of_its_workers() {
    for name in ["stage4-joined", "stage4-wait-group"] {
        assert_interleaves(&stdout(&mut fast(name)), &answer_key("stage4-joined"));
    }
}

#[test]
fn a_bad_setting_ends_the_program_before_it_prints() {
    for (setting, values) in [
        (
            "PACE",
            &[
                "", "fast", "0", "0.09", "-1", "1001", "1e99", "inf", "nan", "1,5",
            ][..],
        ),
        ("SEED", &["", "seven", "-1", "1.5", "18446744073709551616"]),
    ] {
        for value in values {
            for name in STAGES {
                assert_refused(name, setting, program(name).env(setting, value));
            }
        }
    }
}

#[cfg(unix)]
#[test]
fn a_setting_that_is_not_utf8_ends_the_program_before_it_prints() {
    use std::{ffi::OsStr, os::unix::ffi::OsStrExt};

    for setting in ["PACE", "SEED"] {
        for name in STAGES {
            assert_refused(
                name,
                setting,
                program(name).env(setting, OsStr::from_bytes(b"\xff7")),
            );
        }
    }
}

fn assert_refused(name: &str, setting: &str, program: &mut Command) {
    let output = program.output().expect("the program starts");
    let stderr = String::from_utf8(output.stderr).expect("the error is UTF-8");
    assert_eq!(output.status.code(), Some(2), "{name}: {stderr}");
    assert_eq!(output.stdout, b"", "{name}: {stderr}");
    assert!(
        stderr.starts_with(&format!("error: {setting} ")),
        "{name}: {stderr}"
    );
}

#[test]
fn a_bad_setting_is_told_in_the_words_of_a_user() {
    let output = program("stage1-serial")
        .env("PACE", "fast")
        .output()
        .expect("the program starts");
    assert_snapshot!(String::from_utf8_lossy(&output.stderr), @r#"error: PACE is "fast", but it takes a number from 0.1 to 1000, such as 10"#);
    let output = program("stage1-serial")
        .env("SEED", "-1")
        .output()
        .expect("the program starts");
    assert_snapshot!(String::from_utf8_lossy(&output.stderr), @r#"error: SEED is "-1", but it takes a whole number from 0 to 18446744073709551615, such as 7"#);
}

#[test]
fn a_stdout_that_nobody_reads_ends_the_program() {
    for name in STAGES {
        let (reader, writer) = io::pipe().expect("the system has pipes");
        drop(reader);
        let output = fast(name)
            .stdout(writer)
            .output()
            .expect("the program starts");
        assert_eq!(output.status.code(), Some(101), "{name}");
    }
}
