//! Makes the handout for learners: what they need of the workshop, with each exercise as it was
//! before anyone solved it.
//!
//! A list names what is handed out, and not what is left out. So grades, submissions and new kinds
//! of answers stay with the instructor, also if git cannot say which files are theirs.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    path::{Path, PathBuf},
    process::Command,
};

use glob::{MatchOptions, Pattern};
use walkdir::{DirEntry, WalkDir};

use crate::files::{self, failed};

/// What learners need of the workshop, apart from the exercises and their starters.
const HANDED_OUT: [&str; 30] = [
    ".cargo/config.toml",
    ".gitattributes",
    ".gitignore",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE-*",
    "README.md",
    "common/**/*",
    "stage*/*.md",
    "stage*/*.svg",
    "stage*/Cargo.toml",
    "stage*/examples/*.rs",
    "stage*/exercises/*.toml",
    "stage*/lessons/*.md",
    "stage*/lessons/*.svg",
    "stage*/src/**/*.rs",
    "stage*/tests/*.rs",
    "tests/*.rs",
    "tests/*/Cargo.toml",
    "tests/*/benches/*.rs",
    "tests/*/src/**/*",
    "tests/Cargo.toml",
    "tests/confine/tests/*.rs",
    // The grader's page checks this program.
    "tests/corpus/stage4-joined/wrong/join_in_the_loop.rs",
    "tests/grader/README.md",
    "tests/grader/stages.toml",
    "tests/interleave/**/*",
    "tests/measure/**/*",
    "tests/scheduler/**/*",
    "tests/snapshots/*.snap",
];

/// What stands on a page between these marks is for instructors only.
const FOR_INSTRUCTORS: [&str; 2] = ["<!-- for instructors -->", "<!-- for all -->"];

/// An exercise's own file and the starter that is copied instead, both relative to the workshop.
pub type Starters = Vec<(PathBuf, PathBuf)>;

/// Copies to the folder `out` what learners need of `workshop`.
///
/// # Errors
///
/// Returns an error if `out` is not empty, if a file is not in the repository that the workshop is
/// in, or if it cannot be copied.
pub fn hand_out(workshop: &Path, out: &Path, starters: &Starters) -> io::Result<()> {
    let is_empty = fs::read_dir(out).map_or(true, |mut entries| entries.next().is_none());
    if !is_empty {
        let text = format!("`{}` is not empty: choose another folder", out.display());
        return Err(io::Error::new(io::ErrorKind::AlreadyExists, text));
    }
    let files = handed_out(workshop, starters)?;
    require_tracked(workshop, files.keys())?;
    for (path, from) in &files {
        let bytes = files::read(&workshop.join(from))?;
        let bytes = match path.extension() {
            Some(ending) if ending == "md" => for_learners(&String::from_utf8_lossy(&bytes)).into(),
            _ => bytes,
        };
        files::replace(&out.join(path), &bytes)?;
    }
    Ok(())
}

/// The files of the handout, each with the file that is copied there.
fn handed_out(workshop: &Path, starters: &Starters) -> io::Result<BTreeMap<PathBuf, PathBuf>> {
    let patterns = HANDED_OUT.map(|pattern| Pattern::new(pattern).expect("it is a pattern"));
    let options = MatchOptions {
        require_literal_separator: true,
        // An editor or a system may keep a hidden file anywhere.
        require_literal_leading_dot: true,
        ..MatchOptions::new()
    };
    let is_entered = |entry: &DirEntry| {
        let name = entry.file_name();
        name != "target" && name != ".git"
    };
    let mut files = BTreeMap::new();
    for entry in WalkDir::new(workshop).into_iter().filter_entry(is_entered) {
        let entry = entry?;
        let path = entry.path().strip_prefix(workshop).unwrap_or(entry.path());
        let is_wanted = |pattern: &Pattern| pattern.matches_path_with(path, options);
        if entry.file_type().is_file() && patterns.iter().any(is_wanted) {
            files.insert(path.to_owned(), path.to_owned());
        }
    }
    for (exercise, starter) in starters {
        // A reset copies the starter once more.
        files.extend([exercise, starter].map(|path| (path.clone(), starter.clone())));
    }
    Ok(files)
}

/// Checks that git tracks these files, if the workshop is in a repository. Other files may be an
/// instructor's notes. Or they belong to a new exercise, and the next checkout would lack them.
fn require_tracked<'a>(
    workshop: &Path,
    files: impl Iterator<Item = &'a PathBuf>,
) -> io::Result<()> {
    let is_repository = |folder: &Path| folder.join(".git").exists();
    if !workshop.ancestors().any(is_repository) {
        return Ok(());
    }
    let tracked = tracked(workshop)?;
    let untracked: Vec<String> = files
        .filter(|file| !tracked.contains(*file))
        .map(|file| format!("\n  {}", file.display()))
        .collect();
    // The repository of a folder above may have nothing to do with the workshop.
    if untracked.is_empty() || tracked.is_empty() {
        return Ok(());
    }
    Err(io::Error::other(format!(
        "git does not track all files of the handout:{}\nIf learners need a file, use `git add`. Otherwise move \
         it to another folder.",
        untracked.concat()
    )))
}

fn tracked(workshop: &Path) -> io::Result<BTreeSet<PathBuf>> {
    let mut git = Command::new("git");
    let output = git.args(["ls-files", "-z"]).current_dir(workshop).output();
    let output = output.map_err(|error| git_failed(workshop, &error.to_string()))?;
    if !output.status.success() {
        let why = String::from_utf8_lossy(&output.stderr);
        return Err(git_failed(workshop, &why));
    }
    let names = String::from_utf8_lossy(&output.stdout);
    Ok(names.split_terminator('\0').map(PathBuf::from).collect())
}

fn git_failed(workshop: &Path, why: &str) -> io::Error {
    let why = format!(
        "git ls-files: {}\nOnly git knows which files are yours alone. Make `git status` work in this folder, and \
         try again.",
        why.trim_end()
    );
    failed("list the files of", workshop, &io::Error::other(why))
}

/// The text of a page without what is for instructors only.
fn for_learners(page: &str) -> String {
    let [begin, end] = FOR_INSTRUCTORS;
    let mut parts = page.split(begin);
    let first = parts.next().unwrap_or_default();
    let after = parts.filter_map(|part| part.split_once(end));
    after.fold(first.to_owned(), |text, (_, after)| text + after)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A workshop with an exercise that the instructor has solved, and much that is theirs alone.
    fn workshop() -> (tempfile::TempDir, Starters) {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in [
            ("README.md", "read me"),
            ("stage1/exercises/a.rs", "solved"),
            ("stage1/exercises/a.rs.bak", "solved"),
            ("stage1/exercises/exercises.toml", "hints"),
            ("stage1/lessons/one.md", "one"),
            ("stage1/src/main.rs", "fn main() {}"),
            ("tests/corpus/starters/a.rs", "to do"),
            ("tests/corpus/solutions/a.rs", "solved"),
            ("tests/corpus/a/right/b.rs", "solved"),
            ("tests/grader/INSTRUCTORS.md", "answers"),
            ("week1/files/a.rs", "solved"),
            ("week1/results.csv", "grades"),
            ("class.zip", "solved"),
            ("notes.md", "answers"),
            ("target/debug/a", "built"),
        ] {
            write(folder.path(), path, text);
        }
        let starter = ["stage1/exercises/a.rs", "tests/corpus/starters/a.rs"].map(PathBuf::from);
        (folder, vec![starter.into()])
    }

    fn write(folder: &Path, path: &str, text: &str) {
        files::replace(&folder.join(path), text.as_bytes()).unwrap();
    }

    fn git(folder: &Path, arguments: &[&str]) {
        let mut git = Command::new("git");
        let output = git.args(arguments).current_dir(folder).output().unwrap();
        assert!(output.status.success(), "{output:?}");
    }

    /// The handout of `workshop`: each file with its text.
    fn handout(workshop: &Path, starters: &Starters) -> Result<BTreeMap<String, String>, String> {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("new/out");
        hand_out(workshop, &out, starters).map_err(|error| slashed(error.to_string()))?;
        let files = WalkDir::new(&out).into_iter().map(Result::unwrap);
        let files = files.filter(|entry| entry.file_type().is_file());
        let files = files.map(|entry| {
            let path = entry.path().strip_prefix(&out).unwrap();
            let text = fs::read_to_string(entry.path()).unwrap();
            (slashed(path.display().to_string()), text)
        });
        Ok(files.collect())
    }

    fn slashed(text: String) -> String {
        text.replace('\\', "/")
    }

    fn names(handout: &BTreeMap<String, String>) -> Vec<&str> {
        handout.keys().map(String::as_str).collect()
    }

    const NAMES: [&str; 6] = [
        "README.md",
        "stage1/exercises/a.rs",
        "stage1/exercises/exercises.toml",
        "stage1/lessons/one.md",
        "stage1/src/main.rs",
        "tests/corpus/starters/a.rs",
    ];

    /// As in a workshop that was downloaded as an archive.
    #[test]
    fn answers_and_grades_stay_with_the_instructor_without_git() {
        let (workshop, starters) = workshop();
        let handout = handout(workshop.path(), &starters).unwrap();
        assert_eq!(names(&handout), NAMES);
        assert_eq!(handout["stage1/exercises/a.rs"], "to do");
    }

    #[test]
    fn what_git_tracks_is_handed_out() {
        let (workshop, starters) = workshop();
        git(workshop.path(), &["init", "-q"]);
        let untouched = handout(workshop.path(), &starters).unwrap();
        assert_eq!(names(&untouched), NAMES, "git tracks nothing yet");
        git(workshop.path(), &["add", "."]);
        let handout = handout(workshop.path(), &starters).unwrap();
        assert_eq!(names(&handout), NAMES);
    }

    #[test]
    fn an_exercise_that_git_does_not_track_yet_is_named() {
        let (workshop, mut starters) = workshop();
        git(workshop.path(), &["init", "-q"]);
        git(workshop.path(), &["add", "."]);
        let [exercise, starter] = ["stage1/exercises/b.rs", "tests/corpus/starters/b.rs"];
        let key = "tests/snapshots/exercises__b.snap";
        for path in [exercise, starter, key, "notes2.md"] {
            write(workshop.path(), path, "new");
        }
        starters.push((exercise.into(), starter.into()));
        let error = handout(workshop.path(), &starters).unwrap_err();
        for named in [exercise, starter, key, "git add"] {
            assert!(error.contains(named), "{named}: {error}");
        }
        assert!(!error.contains("notes2"), "it is not handed out: {error}");
    }

    #[test]
    fn nothing_is_written_if_git_fails() {
        let (workshop, starters) = workshop();
        write(workshop.path(), ".git", "no repository");
        let parent = tempfile::tempdir().unwrap();
        let out = parent.path().join("out");
        let error = hand_out(workshop.path(), &out, &starters)
            .unwrap_err()
            .to_string();
        let folder = workshop.path().display().to_string();
        assert!(
            error.contains("git ls-files") && error.contains(&folder),
            "{error}"
        );
        assert!(!out.exists());
    }

    #[test]
    fn what_a_page_says_to_instructors_alone_is_left_out() {
        let page = "Read.\n<!-- for instructors -->\nTeach.\n<!-- for all -->\nWrite.\n";
        assert_eq!(for_learners(page), "Read.\n\nWrite.\n");
        assert_eq!(for_learners("Read.<!-- for instructors -->Teach."), "Read.");
    }

    #[test]
    fn a_folder_with_something_in_it_is_not_written_to() {
        let (workshop, starters) = workshop();
        let out = tempfile::tempdir().unwrap();
        write(out.path(), "mine", "do not touch");
        assert!(hand_out(workshop.path(), out.path(), &starters).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn a_target_that_cannot_be_written_is_named_and_not_the_source() {
        let (workshop, starters) = workshop();
        let out = Path::new("/dev/null/handout");
        let error = hand_out(workshop.path(), out, &starters)
            .unwrap_err()
            .to_string();
        assert!(
            error.starts_with("failed to write `/dev/null/handout/"),
            "{error}"
        );
    }
}
