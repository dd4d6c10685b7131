//! `cargo workshop verify` grades all programs whose findings are known, and runs by itself. Here
//! it is asked whether it would tell.

use std::{fs, process::Command};

use scheduler::stages::workspace;

#[test]
fn a_program_that_gets_another_finding_is_named_and_the_others_are_not() {
    let wrong = workspace().join("tests/corpus/stage4-joined/wrong");
    let folder = tempfile::tempdir().expect("there is room");
    let text = fs::read_to_string(wrong.join("no_join.rs")).expect("it is there");
    let lie = text.replace("Finding: no-wait", "Finding: serial");
    assert_ne!(lie, text);
    let path = folder.path().join("stage4-joined.rs");
    fs::write(&path, lie).expect("there is room");
    let others = ["no_join.rs", "join_in_the_loop.rs"].map(|name| wrong.join(name));
    let output = Command::new(env!("CARGO_BIN_EXE_workshop"))
        .arg("verify")
        .arg(&path)
        .args(others)
        .output();
    let output = output.expect("it runs");
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let said = String::from_utf8_lossy(&output.stdout);
    let lie = "stage4-joined.rs: no-wait instead of serial";
    assert!(said.contains(lie), "{said}");
    assert_eq!(said.matches(" instead of ").count(), 1, "{said}");
}
