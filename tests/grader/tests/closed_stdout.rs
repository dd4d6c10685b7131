//! Alone in its file: a program that another test starts at the wrong moment would inherit the
//! pipe, and so the pipe would still have a reader.

use std::process::Command;

#[test]
fn a_reader_that_has_seen_enough_is_no_crash() {
    let (reader, writer) = std::io::pipe().expect("the system has pipes");
    drop(reader);
    let mut workshop = Command::new(env!("CARGO_BIN_EXE_workshop"));
    workshop
        .args(["play", "stage4-joined", "--schedule", "sort data 0"])
        .stdout(writer);
    let output = workshop.output().expect("it runs");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert_eq!(output.status.code(), Some(2));
}
