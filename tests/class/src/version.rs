//! The version of the grader. Verdicts are comparable only if they have the same version.

use std::{env, fs, io, path::Path, process::Command};

use sha2::{Digest, Sha256};
use walkdir::{DirEntry, WalkDir};

use crate::files::failed;

/// Files of these types decide a verdict: the code of the grader and of the workshop, what is
/// expected of each exercise, and the versions of the dependencies.
const DECIDE: [&str; 4] = ["rs", "toml", "snap", "lock"];

/// The version of the grader in `workspace`: a digest of its sources and of the compiler's version.
/// Pages are not part of it. Nor are exercises, which an instructor may try out.
///
/// # Errors
///
/// Returns an error if a source cannot be read, or there is no compiler.
pub fn grader(workspace: &Path) -> io::Result<String> {
    let mut digest = Sha256::new();
    let decides = |entry: &DirEntry| {
        let path = entry.path();
        let is_exercise = path
            .parent()
            .is_some_and(|folder| folder.ends_with("exercises"));
        let ending = path
            .extension()
            .and_then(|ending| ending.to_str())
            .unwrap_or_default();
        DECIDE.contains(&ending) && !(is_exercise && ending == "rs")
    };
    let is_source = |entry: &DirEntry| {
        let name = entry.file_name().to_string_lossy();
        !(name.starts_with('.') && entry.depth() > 0) && name != "target"
    };
    for entry in WalkDir::new(workspace)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(is_source)
    {
        let entry = entry?;
        if entry.file_type().is_file() && decides(&entry) {
            let path = entry.path().strip_prefix(workspace).unwrap_or(entry.path());
            let bytes =
                fs::read(entry.path()).map_err(|error| failed("read", entry.path(), &error))?;
            digest.update(path.as_os_str().as_encoded_bytes());
            digest.update((bytes.len() as u64).to_le_bytes());
            digest.update(bytes);
        }
    }
    digest.update(said_by(
        env::var_os("RUSTC").unwrap_or("rustc".into()).as_ref(),
        &["-vV"],
        workspace,
    )?);
    Ok(digest
        .finalize()
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect())
}

/// The commit of `workspace`, if it is in a repository.
pub fn commit(workspace: &Path) -> Option<String> {
    let commit = said_by(
        "git".as_ref(),
        &["rev-parse", "--short=12", "HEAD"],
        workspace,
    )
    .ok()?;
    Some(String::from_utf8_lossy(&commit).trim().to_owned())
}

fn said_by(program: &Path, arguments: &[&str], folder: &Path) -> io::Result<Vec<u8>> {
    let output = Command::new(program)
        .args(arguments)
        .current_dir(folder)
        .output();
    let output = output.map_err(|error| failed("run", program, &error))?;
    if output.status.success() {
        Ok(output.stdout)
    } else {
        Err(failed(
            "run",
            program,
            &io::Error::other(String::from_utf8_lossy(&output.stderr)),
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_another_if_a_source_is_and_only_then() {
        let folder = tempfile::tempdir().unwrap();
        let write = |path: &str, text: &str| {
            crate::files::replace(&folder.path().join(path), text.as_bytes()).unwrap()
        };
        write("tests/grader/src/lib.rs", "one");
        write("stage1/exercises/a.rs", "one");
        write("target/debug/a.rs", "one");
        let version = || grader(folder.path()).unwrap();
        let first = version();
        assert_eq!(version(), first);
        write("stage1/exercises/a.rs", "two");
        write("target/debug/a.rs", "two");
        write("README.md", "two");
        assert_eq!(version(), first);
        write("tests/grader/src/lib.rs", "two");
        assert_ne!(version(), first);
    }
}
