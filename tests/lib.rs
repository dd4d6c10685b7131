//! What the tests share: the stages' programs, built once, and their answer keys.
//!
//! An answer key is an insta snapshot. The comparison is ours, byte for byte: insta's own forgives
//! a missing last newline, and passes anything where `INSTA_FORCE_PASS` is set.

use std::{
    collections::{BTreeMap, HashMap},
    env,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::LazyLock,
};

use insta::Snapshot;

/// The top folder of the workspace.
pub fn workspace() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the package lies in the workspace")
}

/// Cargo, to be run in the workspace, without what the caller's environment says to the programs.
pub fn cargo() -> Command {
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or("cargo".into()));
    cargo.current_dir(workspace()).stdin(Stdio::null());
    cargo
        .env_remove("PACE")
        .env_remove("SEED")
        .env_remove("RUST_BACKTRACE");
    cargo
}

/// The stage's program `name`, to be run in an environment of its own: nothing that is set outside
/// changes what it prints.
pub fn program(name: &str) -> Command {
    static EXECUTABLES: LazyLock<HashMap<String, PathBuf>> = LazyLock::new(build_stages);
    let executable = EXECUTABLES
        .get(name)
        .unwrap_or_else(|| panic!("no stage has a program `{name}`"));
    let mut program = Command::new(executable);
    program.env_clear().stdin(Stdio::null());
    // Windows itself needs this one.
    program.envs(env::var_os("SystemRoot").map(|root| ("SystemRoot", root)));
    program
}

/// Builds the programs of the stages, for `cargo test` does not, and returns where each one is.
fn build_stages() -> HashMap<String, PathBuf> {
    let stages = [
        "stage1-serial",
        "stage2-no-wait",
        "stage3-sleep",
        "stage4-joined",
    ];
    let output = cargo()
        .args([
            "build",
            "--bins",
            "--message-format=json-render-diagnostics",
        ])
        .args(stages.map(|stage| format!("--package={stage}")))
        .stderr(Stdio::inherit())
        .output()
        .expect("cargo starts");
    assert!(
        output.status.success(),
        "the stages do not build; what the compiler says is above"
    );
    output
        .stdout
        .split(|&byte| byte == b'\n')
        .filter_map(executable)
        .collect()
}

/// The name and the path of the executable that a message of cargo's tells of, if it does.
fn executable(message: &[u8]) -> Option<(String, PathBuf)> {
    let message: serde_json::Value = serde_json::from_slice(message).ok()?;
    let name = message["target"]["name"].as_str()?;
    let path = message["executable"].as_str()?;
    Some((name.to_owned(), path.into()))
}

/// What `command` prints on stdout, if it ends well.
///
/// # Panics
///
/// If it cannot be started, fails, or prints what is not UTF-8.
pub fn stdout(command: &mut Command) -> String {
    let output = command
        .output()
        .unwrap_or_else(|error| panic!("{command:?} does not start: {error}"));
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success(),
        "{command:?} ends with {}: {stderr}",
        output.status
    );
    String::from_utf8(output.stdout).expect("the output is UTF-8")
}

/// The bytes that the snapshot `snapshots/stages__NAME.snap` stands for: its lines, each with its newline.
///
/// # Panics
///
/// If there is none, or it is empty, or has no front matter, for such a one would load as empty.
pub fn answer_key(name: &str) -> String {
    let path = workspace().join(format!("tests/snapshots/stages__{name}.snap"));
    let snapshot =
        Snapshot::from_file(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let text = snapshot
        .as_text()
        .expect("an answer key is text")
        .to_string();
    assert!(
        snapshot.metadata().source().is_some() && !text.is_empty(),
        "{} is no answer key",
        path.display()
    );
    text + "\n"
}

/// Asserts that `output` is an interleaving of the workers of `key`: the heading first, then the
/// lines of each task in their order, the tasks in any mixture, and not a byte more or less.
pub fn assert_interleaves(output: &str, key: &str) {
    assert_eq!(
        output.lines().next(),
        key.lines().next(),
        "the first line of:\n{output}"
    );
    assert_eq!(lines_by_task(output), lines_by_task(key), "in:\n{output}");
}

/// The lines of each task, with their newlines. In `sort data 0 complete` the task is all but the
/// last two words; a line of any other form stands for itself.
fn lines_by_task(text: &str) -> BTreeMap<&str, Vec<&str>> {
    let mut tasks = BTreeMap::<_, Vec<_>>::new();
    for line in text.split_inclusive('\n') {
        let task = line.rsplitn(3, ' ').nth(2).unwrap_or(line);
        tasks.entry(task).or_default().push(line);
    }
    tasks
}

#[cfg(test)]
mod tests {
    use super::{answer_key, assert_interleaves};

    const KEY: &str = "Starting...\na 0 complete\na 1 complete\nb 0 complete\nb 1 complete\n";

    fn interleaves(output: &str) -> bool {
        std::panic::catch_unwind(|| assert_interleaves(output, KEY)).is_ok()
    }

    #[test]
    fn workers_may_mix_in_any_way() {
        assert!(interleaves(
            "Starting...\na 0 complete\nb 0 complete\nb 1 complete\na 1 complete\n"
        ));
        assert!(interleaves(
            "Starting...\nb 0 complete\na 0 complete\nb 1 complete\na 1 complete\n"
        ));
    }

    #[test]
    fn every_byte_counts() {
        let wrong = [
            (
                "a late heading",
                "a 0 complete\nStarting...\na 1 complete\nb 0 complete\nb 1 complete\n",
            ),
            (
                "a backward worker",
                "Starting...\na 1 complete\na 0 complete\nb 0 complete\nb 1 complete\n",
            ),
            (
                "a missing line",
                "Starting...\na 0 complete\na 1 complete\nb 0 complete\n",
            ),
            (
                "a doubled line",
                "Starting...\na 0 complete\na 0 complete\na 1 complete\nb 0 complete\nb 1 complete\n",
            ),
            (
                "an invented line",
                "Starting...\na 0 complete\na 1 complete\nb 0 complete\nb 1 complete\nbye\n",
            ),
            (
                "a torn line",
                "Starting...\na 0 completea 1 complete\n\nb 0 complete\nb 1 complete\n",
            ),
            (
                "no last newline",
                "Starting...\na 0 complete\na 1 complete\nb 0 complete\nb 1 complete",
            ),
            (
                "an empty last line",
                "Starting...\na 0 complete\na 1 complete\nb 0 complete\nb 1 complete\n\n",
            ),
            (
                "a carriage return",
                "Starting...\r\na 0 complete\na 1 complete\nb 0 complete\nb 1 complete\n",
            ),
            ("nothing", ""),
        ];
        for (what, output) in wrong {
            assert!(!interleaves(output), "{what} passes");
        }
    }

    #[test]
    #[should_panic(expected = "no-such-key.snap")]
    fn an_answer_key_that_is_not_there_is_told_of() {
        answer_key("no-such-key");
    }
}
