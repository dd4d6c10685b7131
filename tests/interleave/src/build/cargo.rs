//! Calls of cargo, and cargo's reports.

use std::{
    env,
    ffi::OsString,
    io::{self, IsTerminal, Read, Write},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
};

use serde_json::Value;

use super::{
    Messages,
    error::{BuildError, Cause},
};

/// The variable with the compiler's flags, separated by [`SEPARATOR`]. It takes precedence over all
/// other places for flags.
pub const FLAGS: &str = "CARGO_ENCODED_RUSTFLAGS";
/// The separator of the flags.
pub const SEPARATOR: &str = "\u{1f}";

/// The report of a call of cargo.
#[derive(Debug)]
pub struct Report {
    is_success: bool,
    /// Its messages for programs.
    messages: Vec<Value>,
    /// Its messages for people.
    words: String,
    /// Whether the messages for people were shown.
    is_shown: bool,
}

/// Something that cargo has built.
#[derive(Debug, PartialEq, Eq)]
pub struct Artifact {
    /// The name of its target.
    pub name: String,
    /// Whether the package is the user's own: it lies in a folder, and not in a registry.
    pub is_own: bool,
    /// The kind of the target, in cargo's words.
    pub kind: String,
    /// Whether it was built as a test.
    pub is_test: bool,
    /// The manifest of its package.
    pub manifest: PathBuf,
    /// The files.
    pub files: Vec<PathBuf>,
    /// The file that can be run.
    pub executable: Option<PathBuf>,
}

/// A call of cargo in `folder`. Cargo reads the configuration there.
pub fn cargo(folder: &Path) -> Command {
    let mut cargo = Command::new(name());
    cargo.current_dir(folder).stdin(Stdio::null());
    cargo
}

/// A call of cargo in the workspace, without any flags of the user.
pub fn plain_cargo(workspace: &Path) -> Command {
    let mut cargo = cargo(workspace);
    cargo.env_remove("RUSTFLAGS").env(FLAGS, "");
    cargo
}

/// Builds below `target`, with the options of `command`.
pub fn build(
    command: &mut Command,
    target: &Path,
    messages: Messages,
) -> Result<Report, BuildError> {
    command
        .arg("--message-format=json-render-diagnostics")
        .arg("--target-dir")
        .arg(target)
        // The user's configuration may name another folder.
        .env("CARGO_BUILD_BUILD_DIR", target)
        .env("CARGO_INCREMENTAL", "0");
    let is_shown = messages == Messages::Show;
    if is_shown {
        show(command);
    }
    run(command, is_shown).map_err(|error| BuildError::tool(name(), error))
}

fn name() -> OsString {
    env::var_os("CARGO").unwrap_or("cargo".into())
}

/// Makes cargo write as it does on a terminal, if ours is one.
fn show(command: &mut Command) {
    if !obeys_escapes() {
        command.arg("--quiet");
        return;
    }
    if !is_plain() && env::var_os("CARGO_TERM_COLOR").is_none() {
        command.env("CARGO_TERM_COLOR", "always");
    }
    command
        .env("CARGO_TERM_PROGRESS_WHEN", "always")
        .env("CARGO_TERM_PROGRESS_WIDTH", "80");
}

/// Whether messages of the compiler should have colours.
pub fn has_colours(messages: Messages) -> bool {
    messages == Messages::Show && !is_plain() && obeys_escapes()
}

/// Whether the user wants no colours.
fn is_plain() -> bool {
    env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
}

/// Whether stderr is a terminal that understands escape sequences.
fn obeys_escapes() -> bool {
    io::stderr().is_terminal() && env::var_os("TERM").is_none_or(|name| name != "dumb")
}

fn run(command: &mut Command, is_shown: bool) -> io::Result<Report> {
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    let stderr = child.stderr.take();
    let reader = thread::spawn(move || stderr.map_or(Ok(vec![]), |stderr| copy(stderr, is_shown)));
    let mut stdout = Vec::new();
    if let Some(mut pipe) = child.stdout.take() {
        pipe.read_to_end(&mut stdout)?;
    }
    let is_success = child.wait()?.success();
    let words = reader.join().unwrap_or_else(|_| Ok(Vec::new()))?;
    let lines = stdout.split(|&byte| byte == b'\n');
    Ok(Report {
        is_success,
        messages: lines
            .filter_map(|line| serde_json::from_slice(line).ok())
            .collect(),
        words: String::from_utf8_lossy(&words).into_owned(),
        is_shown,
    })
}

/// Reads all of the pipe, and shows it as it arrives.
fn copy(mut pipe: impl Read, is_shown: bool) -> io::Result<Vec<u8>> {
    let mut all = Vec::new();
    let mut part = [0; 4096];
    loop {
        let length = pipe.read(&mut part)?;
        if length == 0 {
            return Ok(all);
        }
        all.extend_from_slice(&part[..length]);
        if is_shown {
            write(&part[..length]);
        }
    }
}

/// Shows messages of a tool.
pub fn write(words: &[u8]) {
    // Go on if stderr is closed.
    let _ = io::stderr().write_all(words);
}

impl Report {
    /// The artifacts that were built.
    pub fn artifacts(&self) -> impl Iterator<Item = Artifact> {
        self.messages.iter().filter_map(artifact)
    }

    /// The value of a variable that a build script has set for its package.
    pub fn variable(&self, name: &str) -> Option<&str> {
        let pairs = self
            .messages
            .iter()
            .filter_map(|message| message["env"].as_array());
        let mut pairs = pairs.flatten();
        pairs.find(|pair| pair[0] == name)?[1].as_str()
    }

    /// The first message for programs.
    pub fn first(&self) -> Option<&Value> {
        self.messages.first()
    }

    /// The report, if cargo could build `what`. If cargo has failed, its messages go where all
    /// messages go, unless they were shown already.
    pub fn check(
        self,
        messages: Messages,
        what: impl FnOnce() -> String,
    ) -> Result<Self, BuildError> {
        if self.is_success {
            return Ok(self);
        }
        if messages == Messages::Show && !self.is_shown {
            write(self.words.as_bytes());
        }
        Err(BuildError::Build {
            what: what(),
            cause: Cause::find(&self.words).unwrap_or(Cause::Code),
            messages: (messages == Messages::Keep).then_some(self.words),
        })
    }
}

/// Asks cargo for something other than a build.
pub fn ask(command: &mut Command) -> Result<Report, BuildError> {
    run(command, false).map_err(|error| BuildError::tool(name(), error))
}

fn artifact(message: &Value) -> Option<Artifact> {
    if message["reason"] != "compiler-artifact" {
        return None;
    }
    let target = &message["target"];
    let files = message["filenames"].as_array()?.iter();
    Some(Artifact {
        name: target["name"].as_str()?.to_owned(),
        is_own: message["package_id"].as_str()?.starts_with("path+"),
        kind: target["kind"][0].as_str()?.to_owned(),
        is_test: message["profile"]["test"] == true,
        manifest: message["manifest_path"].as_str()?.into(),
        files: files
            .filter_map(|file| Some(file.as_str()?.into()))
            .collect(),
        executable: message["executable"].as_str().map(PathBuf::from),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn message(package: &str, kind: &str) -> Value {
        json!({
            "reason": "compiler-artifact",
            "package_id": package,
            "manifest_path": "/x/Cargo.toml",
            "target": { "kind": [kind], "name": "my-queue" },
            "filenames": ["/t/my-queue"],
            "executable": "/t/my-queue",
        })
    }

    #[test]
    fn an_artifact_is_the_users_own_if_its_package_lies_in_a_folder() {
        let artifact = artifact(&message("path+file:///x#my-queue@0.1.0", "bin")).unwrap();
        assert!(artifact.is_own && !artifact.is_test);
        assert_eq!(artifact.executable, Some("/t/my-queue".into()));
        let id = "registry+https://github.com/rust-lang/crates.io-index#my-queue@0.1.0";
        assert!(!super::artifact(&message(id, "lib")).unwrap().is_own);
    }

    #[test]
    fn other_messages_are_no_artifacts() {
        assert_eq!(
            artifact(&json!({ "reason": "build-finished", "success": true })),
            None
        );
        assert_eq!(artifact(&json!({ "reason": "compiler-artifact" })), None);
    }

    #[test]
    fn a_variable_of_a_build_script_is_found() {
        let report = Report {
            is_success: true,
            messages: vec![
                json!({ "reason": "build-script-executed", "env": [["A", "1"], ["B", "2"]] }),
            ],
            words: String::new(),
            is_shown: false,
        };
        assert_eq!(report.variable("B"), Some("2"));
        assert_eq!(report.variable("C"), None);
    }
}
