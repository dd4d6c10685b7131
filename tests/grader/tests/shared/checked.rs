//! What the command says of a program that it checks.

use std::process::{Command, Output};

use grader::build;
use scheduler::stages::workspace;
#[cfg(target_os = "linux")]
use serde_json::Value;

use crate::built::COMPILER;
#[cfg(target_os = "linux")]
use crate::mask::masked;

/// The command with these arguments.
pub fn workshop(arguments: &[&str]) -> Command {
    let mut workshop = Command::new(env!("CARGO_BIN_EXE_workshop"));
    workshop.args(arguments).current_dir(workspace());
    // Told of the compiler, it need not look whether all is built.
    let compiler = COMPILER.to_json().expect("the paths are UTF-8");
    workshop.env(build::COMPILER, compiler);
    workshop
}

/// What it writes, and how it ends.
pub fn output(mut workshop: Command) -> Output {
    workshop.output().expect("it runs")
}

/// What programs are told of the wrong program `name`, handed in as `entry`.
#[cfg(target_os = "linux")]
pub fn graded(entry: &str, name: &str) -> Value {
    graded_in(entry, &format!("tests/corpus/{entry}/wrong/{name}.rs"))
}

/// The same of a wrong program in the file `source`.
#[cfg(target_os = "linux")]
pub fn graded_in(entry: &str, source: &str) -> Value {
    let arguments = ["check", entry, "--format", "json", "--source", source];
    let output = output(workshop(&arguments));
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    serde_json::from_slice(&output.stdout).expect("it is JSON")
}

/// What a terminal would show of it.
#[cfg(target_os = "linux")]
pub fn text(graded: &Value) -> String {
    masked(graded["text"].as_str().expect("it is there"))
}
