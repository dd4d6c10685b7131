//! What a submission cannot reach: files of the machine that grades it, and its environment.

use std::{fs, path::Path, process::Command};

use confine::confinement;

/// Grades `program` as stage 4, and returns all that is said of it.
fn check(program: &str) -> String {
    let folder = tempfile::tempdir().expect("there is room");
    fs::write(folder.path().join("program.rs"), program).expect("there is room");
    let mut workshop = Command::new(env!("CARGO_BIN_EXE_workshop"));
    workshop.args(["check", "stage4-joined", "--source", "program.rs"]);
    workshop.env("ANSWERS_TOKEN", "the secret text");
    let output = workshop.current_dir(folder.path()).output();
    String::from_utf8(output.expect("it runs").stdout).expect("it is UTF-8")
}

/// A stranger's file, which every process of this user can read.
fn secret() -> tempfile::NamedTempFile {
    let file = tempfile::NamedTempFile::new().expect("there is room");
    fs::write(file.path(), "the secret text").expect("there is room");
    file
}

fn quoted(path: &Path) -> String {
    format!("{:?}", path.display().to_string())
}

#[test]
fn the_compiler_brings_no_other_file_into_the_feedback() {
    let secret = secret();
    let path = quoted(secret.path());
    let said = check(&format!(
        "compile_error!(include_str!({path}));\nfn main() {{}}"
    ));
    assert_eq!(
        said.contains("the secret text"),
        !confinement().files,
        "{said}"
    );
    if confinement().files {
        assert!(said.contains("does-not-build"), "{said}");
        assert!(said.contains("the compiler may read no other"), "{said}");
    }
}

#[cfg(unix)]
#[test]
fn the_compiler_does_not_have_the_environment() {
    let said = check("compile_error!(env!(\"ANSWERS_TOKEN\"));\nfn main() {}");
    assert!(said.contains("does-not-build"), "{said}");
    assert!(!said.contains("the secret text"), "{said}");
}

#[test]
fn a_program_reads_no_other_file() {
    let secret = secret();
    let path = quoted(secret.path());
    let said = check(&format!(
        "fn main() {{ common::start(); println!(\"{{:?}}\", std::fs::read_to_string({path})); }}"
    ));
    assert!(said.contains("stage4-joined: "), "{said}");
    assert_eq!(
        said.contains("the secret text"),
        !confinement().files,
        "{said}"
    );
}
