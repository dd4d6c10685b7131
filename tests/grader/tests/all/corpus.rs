//! Programs whose findings are known: one of each finding, and some right ones. `cargo workshop verify`
//! grades all of them.

use std::process::Command;

use scheduler::stages::workspace;

/// Those that come to rest, so that this takes some seconds.
const WRONG: [&str; 17] = [
    "a_crate_that_is_not_there",
    "dots_without_pause",
    "a_stack_overflow_in_a_thread",
    "printed_again_by_the_threads",
    "a_wait_group_that_is_not_captured",
    "polled_until_a_deadline",
    "a_sleep_of_fifteen_workshop_seconds",
    "exit_status_one",
    "exit_in_the_last_thread",
    "a_lock_held_over_the_work",
    "two_share_a_lock",
    "a_fourth_worker",
    "main_locks_stdout_for_its_work",
    "the_first_worker_prints_the_header",
    "a_wait_group_kept_by_main",
    "bytes_that_are_no_text",
    "lines_in_reverse",
];

const RIGHT: [&str; 11] = [
    "a_barrier_of_four",
    "a_channel_that_closes",
    "a_condvar",
    "a_counter_polled_by_naps",
    "a_message_from_each",
    "a_scope_that_borrows",
    "a_supervisor",
    "a_wait_group",
    "a_needless_sleep_of_200_ms",
    "main_is_a_worker",
    "parked_until_a_flag",
];

#[test]
fn every_program_gets_the_finding_that_its_head_comment_names() {
    let folder = workspace().join("tests/corpus/stage4-joined");
    let wrong = WRONG.map(|name| folder.join(format!("wrong/{name}.rs")));
    let right = RIGHT.map(|name| folder.join(format!("right/{name}.rs")));
    let mut workshop = Command::new(env!("CARGO_BIN_EXE_workshop"));
    workshop
        .args(["verify", "--jobs", "8"])
        .args(wrong)
        .args(right);
    let output = workshop.output().expect("it runs");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success(),
        "{said}{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

/// A check of the checker: it must not call everything right.
#[test]
fn a_program_that_gets_another_finding_is_named() {
    let folder = tempfile::tempdir().expect("there is room");
    let right =
        std::fs::read_to_string(workspace().join("tests/corpus/stage4-joined/right/a_scope.rs"));
    let lie = right
        .expect("it is there")
        .replace("Finding: joined", "Finding: serial");
    let path = folder.path().join("stage4-joined.rs");
    std::fs::write(&path, lie).expect("there is room");
    let output = Command::new(env!("CARGO_BIN_EXE_workshop"))
        .arg("verify")
        .arg(&path)
        .output();
    let output = output.expect("it runs");
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(
        said.contains("stage4-joined.rs: joined instead of serial"),
        "{said}"
    );
}
