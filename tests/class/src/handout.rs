//! Makes the handout for learners: the workshop without solutions and without the programs with
//! known findings, and with each exercise as it is handed out.

use std::{
    collections::BTreeSet,
    fs, io,
    path::{Path, PathBuf},
    process::Command,
};

use walkdir::{DirEntry, WalkDir};

use crate::files::failed;

/// What is left out: answers, programs that may be answers, and the tests that need them.
const LEFT_OUT: [&str; 3] = ["tests/corpus", "tests/grader/tests", "tests/class/hosts"];

/// What is handed out although it lies in one of these folders, because a reset needs it.
const STARTERS: &str = "tests/corpus/starters";

/// Files that are replaced, each with the file to copy instead.
pub type Replaced = Vec<(PathBuf, PathBuf)>;

/// Copies `workspace` to the folder `out`. For each pair in `replaced`, the second file is copied
/// instead of the first. Returns how many files there are.
///
/// # Errors
///
/// Returns an error if `out` exists and is not empty, or a file cannot be copied.
pub fn hand_out(workspace: &Path, out: &Path, replaced: &Replaced) -> io::Result<usize> {
    let is_empty = fs::read_dir(out).map_or(true, |mut entries| entries.next().is_none());
    if !is_empty {
        let text = format!("`{}` is not empty: choose another folder", out.display());
        return Err(io::Error::new(io::ErrorKind::AlreadyExists, text));
    }
    let files = handed_out(workspace, out)?;
    for path in &files {
        let other = replaced
            .iter()
            .find(|(file, _)| workspace.join(path) == *file);
        let from = other.map_or_else(|| workspace.join(path), |(_, starter)| starter.clone());
        copy(&from, &out.join(path))?;
    }
    Ok(files.len())
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    let folder = to.parent().unwrap_or(Path::new("."));
    let copied = fs::create_dir_all(folder).and_then(|()| fs::copy(from, to));
    copied
        .map(drop)
        .map_err(|error| failed("copy", from, &error))
}

/// The files to hand out, relative to `workspace`: those that git tracks, or all if it is not a
/// repository.
fn handed_out(workspace: &Path, out: &Path) -> io::Result<BTreeSet<PathBuf>> {
    let files = match tracked(workspace) {
        Some(files) => files,
        None => all(workspace, out)?,
    };
    let is_kept = |path: &PathBuf| {
        path.starts_with(STARTERS) || !LEFT_OUT.iter().any(|left| path.starts_with(left))
    };
    let is_there = |path: &PathBuf| workspace.join(path).is_file();
    Ok(files.into_iter().filter(is_kept).filter(is_there).collect())
}

/// The files that git tracks, so that an instructor's notes and results are not handed out.
fn tracked(workspace: &Path) -> Option<Vec<PathBuf>> {
    let output = Command::new("git")
        .args(["ls-files", "-z"])
        .current_dir(workspace)
        .output()
        .ok()?;
    let names = String::from_utf8(output.stdout)
        .ok()
        .filter(|names| !names.is_empty())?;
    let files = names.split_terminator('\0').map(PathBuf::from).collect();
    output.status.success().then_some(files)
}

fn all(workspace: &Path, out: &Path) -> io::Result<Vec<PathBuf>> {
    let out = out.canonicalize().unwrap_or(out.to_owned());
    let is_wanted = |entry: &DirEntry| {
        let name = entry.file_name();
        name != "target" && name != ".git" && entry.path().canonicalize().ok() != Some(out.clone())
    };
    let mut files = Vec::new();
    for entry in WalkDir::new(workspace).into_iter().filter_entry(is_wanted) {
        let entry = entry?;
        if entry.file_type().is_file() {
            let path = entry.path().strip_prefix(workspace).unwrap_or(entry.path());
            files.push(path.to_owned());
        }
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(folder: &Path, path: &str, text: &str) {
        crate::files::replace(&folder.join(path), text.as_bytes()).unwrap();
    }

    #[test]
    fn answers_are_left_out_and_exercises_are_as_they_were() {
        let [workspace, parent] = [(); 2].map(|()| tempfile::tempdir().unwrap());
        let (workspace, out) = (workspace.path(), parent.path().join("out"));
        write(workspace, "README.md", "read me");
        write(workspace, "stage1/exercises/a.rs", "solved");
        write(workspace, "tests/corpus/starters/a.rs", "to do");
        write(workspace, "tests/corpus/solutions/a.rs", "solved");
        write(workspace, "tests/corpus/join_handles/right/b.rs", "solved");
        write(workspace, "target/debug/a", "built");
        let replaced = vec![(
            workspace.join("stage1/exercises/a.rs"),
            workspace.join("tests/corpus/starters/a.rs"),
        )];
        assert_eq!(hand_out(workspace, &out, &replaced).unwrap(), 3);
        assert_eq!(
            fs::read_to_string(out.join("stage1/exercises/a.rs")).unwrap(),
            "to do"
        );
        assert!(out.join("tests/corpus/starters/a.rs").exists());
        for left_out in [
            "tests/corpus/solutions",
            "tests/corpus/join_handles",
            "target",
        ] {
            assert!(!out.join(left_out).exists(), "{left_out}");
        }
    }

    #[test]
    fn a_folder_with_something_in_it_is_not_written_to() {
        let [workspace, out] = [(); 2].map(|()| tempfile::tempdir().unwrap());
        write(out.path(), "mine", "do not touch");
        assert!(hand_out(workspace.path(), out.path(), &Replaced::new()).is_err());
    }
}
