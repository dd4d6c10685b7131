//! The programs of the four stages, and where they are.

use std::{
    collections::HashMap,
    env,
    io::{self, ErrorKind},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::LazyLock,
};

use crate::Launch;

/// The programs of the four stages. The first four have the names of their packages. The last stage has
/// two programs.
pub const PROGRAMS: [&str; 5] = [
    "stage1-serial",
    "stage2-no-wait",
    "stage3-sleep",
    "stage4-joined",
    "stage4-wait-group",
];

/// The top folder of the workspace.
pub fn workspace() -> &'static Path {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package
        .ancestors()
        .nth(2)
        .expect("the package lies two folders down in the workspace")
}

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

/// The path of the stages' program `name`. The first call builds them all, because `cargo test`
/// does not.
///
/// # Errors
///
/// Returns an error if they do not build (the compiler's messages are then on stderr), or if none
/// has that name.
pub fn executable(name: &str) -> io::Result<PathBuf> {
    static EXECUTABLES: LazyLock<Result<HashMap<String, PathBuf>, String>> =
        LazyLock::new(|| build().map_err(|error| error.to_string()));
    let executables = EXECUTABLES
        .as_ref()
        .map_err(|error| io::Error::other(error.clone()))?;
    let not_found = || {
        io::Error::new(
            ErrorKind::NotFound,
            format!("no stage has a program `{name}`"),
        )
    };
    executables.get(name).cloned().ok_or_else(not_found)
}

/// A launch of the stages' program `name`.
///
/// # Errors
///
/// As [`executable`].
pub fn launch(name: &str) -> io::Result<Launch> {
    executable(name).map(Launch::new)
}

/// The path of the answer key of the stages' program `name`.
pub fn answer_key(name: &str) -> PathBuf {
    workspace().join(format!("tests/snapshots/stages__{name}.snap"))
}

/// Builds the programs, and returns their paths by name.
fn build() -> io::Result<HashMap<String, PathBuf>> {
    let output = cargo()
        .args([
            "build",
            "--quiet",
            "--bins",
            "--message-format=json-render-diagnostics",
        ])
        .args(
            PROGRAMS[..4]
                .iter()
                .map(|package| format!("--package={package}")),
        )
        .stderr(Stdio::inherit())
        .output()?;
    if !output.status.success() {
        return Err(io::Error::other(
            "the stages do not build; what the compiler says is above",
        ));
    }
    Ok(output
        .stdout
        .split(|&byte| byte == b'\n')
        .filter_map(executable_of)
        .collect())
}

/// The name and the path of the executable that a message of cargo reports, if any.
fn executable_of(message: &[u8]) -> Option<(String, PathBuf)> {
    let message: serde_json::Value = serde_json::from_slice(message).ok()?;
    let name = message["target"]["name"].as_str()?;
    let path = message["executable"].as_str()?;
    Some((name.to_owned(), path.into()))
}
