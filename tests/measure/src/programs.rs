//! The small programs of this package that a measurement starts as processes of their own.

use std::{
    env::{self, consts::EXE_SUFFIX},
    io,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use serde_json::Value;

/// Builds the programs `names` of this package, and returns the path of each.
///
/// # Errors
///
/// Returns an error if Cargo cannot be started, or if a program does not build.
pub fn build<const N: usize>(names: [&str; N]) -> io::Result<[PathBuf; N]> {
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args([
        "build",
        "--quiet",
        "--release",
        "--message-format",
        "json-render-diagnostics",
    ]);
    cargo
        .arg("--manifest-path")
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml"));
    for name in names {
        cargo.args(["--bin", name]);
    }
    let messages = run(&mut cargo)?;
    let path = |name| {
        let missing = || io::Error::other(format!("{cargo:?} did not say where `{name}` is"));
        executable(&messages, name).ok_or_else(missing)
    };
    let paths = names
        .iter()
        .map(|name| path(name))
        .collect::<io::Result<Vec<_>>>()?;
    Ok(paths.try_into().expect("there is a path for each name"))
}

/// The path of the program `name`, from Cargo's `messages`.
fn executable(messages: &str, name: &str) -> Option<PathBuf> {
    let messages = messages
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let mut ours = messages.filter(|message| message["target"]["name"] == name);
    ours.find_map(|message| message["executable"].as_str().map(PathBuf::from))
}

/// Builds the Go program `go/NAME.go`, and returns its path. None if Go is not installed.
///
/// # Errors
///
/// Returns an error if the program does not build.
pub fn build_go(name: &str) -> io::Result<Option<PathBuf>> {
    if Command::new("go").arg("version").output().is_err() {
        return Ok(None);
    }
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("go/{name}.go"));
    let program = env::current_exe()?.with_file_name(format!("go-{name}{EXE_SUFFIX}"));
    run(Command::new("go")
        .args(["build", "-o"])
        .args([&program, &source]))?;
    Ok(Some(program))
}

/// Runs `command`, and returns what it printed to stdout.
fn run(command: &mut Command) -> io::Result<String> {
    let output = command.stderr(Stdio::inherit()).output()?;
    if !output.status.success() {
        return Err(io::Error::other(format!(
            "{command:?} failed: {}",
            output.status
        )));
    }
    String::from_utf8(output.stdout).map_err(io::Error::other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cargo_says_where_a_program_is() {
        let messages = r#"
            {"reason":"compiler-artifact","target":{"name":"crowd"},"executable":null}
            {"reason":"compiler-artifact","target":{"name":"other"},"executable":"/b/other"}
            {"reason":"compiler-artifact","target":{"name":"crowd"},"executable":"/b/crowd"}
        "#;
        assert_eq!(
            executable(messages, "crowd"),
            Some(PathBuf::from("/b/crowd"))
        );
        assert_eq!(executable(messages, "missing"), None);
    }
}
