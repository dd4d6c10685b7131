//! What the tests of several packages share.

use std::{
    collections::HashMap,
    env,
    path::PathBuf,
    process::{Command, Stdio},
    sync::LazyLock,
};

use scheduler::{Launch, PartialOrder, Step, read_answer_key, stages::workspace};

mod play;

pub use play::{play, play_step, settle, until_end};

/// The programs of the four stages. The first four have the names of their packages. The last stage
/// has two programs.
pub const PROGRAMS: [&str; 5] = [
    "stage1-serial",
    "stage2-no-wait",
    "stage3-sleep",
    "stage4-joined",
    "stage4-wait-group",
];

/// A cargo command for the workspace, without the caller's variables that would change the
/// programs.
pub fn cargo() -> Command {
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or("cargo".into()));
    cargo.current_dir(workspace()).stdin(Stdio::null());
    for setting in [
        "PACE",
        "SEED",
        "TASKS",
        "FAILS",
        "WORKSHOP_SCHEDULER",
        "WORKSHOP_TOKEN",
        "WORKSHOP_DELAYS",
        "RUST_BACKTRACE",
    ] {
        cargo.env_remove(setting);
    }
    cargo
}

/// The stages' program `name`. The first call builds them all, because `cargo test` does not.
pub fn launch(name: &str) -> Launch {
    static EXECUTABLES: LazyLock<HashMap<String, PathBuf>> = LazyLock::new(build);
    let executable = EXECUTABLES.get(name);
    Launch::new(executable.unwrap_or_else(|| panic!("no stage has a program `{name}`")))
}

/// Builds the programs, and returns their paths by name.
fn build() -> HashMap<String, PathBuf> {
    let packages = PROGRAMS[..4].iter();
    let output = cargo()
        .args(["build", "--quiet", "--bins"])
        .arg("--message-format=json-render-diagnostics")
        .args(packages.map(|package| format!("--package={package}")))
        .stderr(Stdio::inherit())
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "the stages build");
    let messages = output.stdout.split(|&byte| byte == b'\n');
    messages.filter_map(executable_of).collect()
}

/// The name and the path of the executable that a message of cargo reports, if any.
fn executable_of(message: &[u8]) -> Option<(String, PathBuf)> {
    let message: serde_json::Value = serde_json::from_slice(message).ok()?;
    let name = message["target"]["name"].as_str()?;
    let path = message["executable"].as_str()?;
    Some((name.to_owned(), path.into()))
}

/// What the program `name` prints, in one of the orders that are right.
pub fn answer_key(name: &str) -> String {
    let path = workspace().join(format!("tests/snapshots/stages__{name}.snap"));
    read_answer_key(&path).unwrap_or_else(|error| panic!("{error}"))
}

/// Every order that is right for the program `name`.
pub fn partial_order(name: &str) -> PartialOrder {
    PartialOrder::of_key(&answer_key(name)).unwrap_or_else(|error| panic!("{error}"))
}

/// What a program prints whose workers do `steps`, one after the other.
pub fn output_of<'a>(steps: impl IntoIterator<Item = &'a Step>) -> String {
    let lines = steps.into_iter().map(|step| format!("{step} complete\n"));
    format!("Starting...\n{}", lines.collect::<String>())
}
