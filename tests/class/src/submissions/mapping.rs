//! Which file answers which exercise.

use std::path::{Path, PathBuf};

use glob::{MatchOptions, Pattern};

use crate::Exercise;

/// Which file answers which exercise. The instructor can give a pattern for an exercise. Otherwise
/// the file has the exercise's own file name, in any folder, without regard to case, blanks, `-` and
/// `_`.
#[derive(Clone, Debug)]
pub struct Mapping {
    /// The names of the exercises' files.
    files: Vec<String>,
    patterns: Vec<(usize, Pattern)>,
}

/// A star matches within one folder; two stars match across folders.
const OPTIONS: MatchOptions = MatchOptions {
    case_sensitive: true,
    require_literal_separator: true,
    require_literal_leading_dot: false,
};

impl Mapping {
    /// A mapping with `patterns`, which are pairs such as `join_handles=**/homework1.rs`.
    ///
    /// # Errors
    ///
    /// Returns an error if a pair names no exercise or has no valid pattern.
    pub fn new(exercises: &[Exercise], patterns: &[String]) -> Result<Self, String> {
        let mut mapping = Self {
            files: exercises
                .iter()
                .map(|exercise| exercise.file.clone())
                .collect(),
            patterns: Vec::new(),
        };
        for pair in patterns {
            let (name, pattern) = pair.split_once('=').ok_or_else(|| {
                format!("--map {pair:?} has no `=`: write `EXERCISE=PATTERN`, such as `join_handles=**/homework1.rs`")
            })?;
            let index = exercises.iter().position(|exercise| exercise.name == name);
            let index = index.ok_or_else(|| {
                let names: Vec<&str> = exercises
                    .iter()
                    .map(|exercise| exercise.name.as_str())
                    .collect();
                format!(
                    "--map {pair:?}: there is no exercise {name:?}. There are: {}",
                    names.join(", ")
                )
            })?;
            let pattern =
                Pattern::new(pattern).map_err(|error| format!("--map {pair:?}: {error}"))?;
            mapping.patterns.push((index, pattern));
        }
        Ok(mapping)
    }

    /// The exercise that a file at `path` in a submission answers.
    pub fn exercise(&self, path: &str) -> Option<usize> {
        let pattern = self
            .patterns
            .iter()
            .find(|(_, pattern)| pattern.matches_with(path, OPTIONS));
        let own = || {
            let name = folded(&without_count(last(path)));
            let index = self.files.iter().position(|file| folded(file) == name)?;
            // If an exercise has a pattern, only the pattern finds it.
            (!self.has_pattern(index)).then_some(index)
        };
        pattern.map(|(index, _)| *index).or_else(own)
    }

    /// The name of the exercise's file, if the name of the file at `path` is not exactly that.
    pub fn other_name(&self, path: &str, exercise: usize) -> Option<&str> {
        let file = &*self.files[exercise];
        let is_exact = without_count(last(path)) == file || self.has_pattern(exercise);
        (!is_exact).then_some(file)
    }

    fn has_pattern(&self, exercise: usize) -> bool {
        self.patterns.iter().any(|(mapped, _)| *mapped == exercise)
    }

    /// The student and the exercise's file, if `name` is made of both: `ada_join_handles.rs`.
    pub fn split<'a>(&self, name: &'a str) -> Option<(&'a str, String)> {
        const SEPARATORS: [char; 3] = ['_', '-', ' '];
        let (stem, _) = name.rsplit_once('.')?;
        let ending = &name[stem.len()..];
        let stem = &stem[..without_count(name).len() - ending.len()];
        let both = stem.match_indices(SEPARATORS).find_map(|(place, _)| {
            let (before, after) = (&stem[..place], &stem[place + 1..]);
            let with = |student, file: &str| {
                let file = format!("{file}{ending}");
                self.exercise(&file).map(|_| (student, file))
            };
            with(before, after).or_else(|| with(after, before))
        });
        // `join_handles_1.rs` is not the file of a student with the name 1.
        let is_name = |student: &str| student.chars().any(char::is_alphabetic);
        both.filter(|(student, _)| is_name(student))
    }

    /// The path in the folder `copies` for the copy of a file for that exercise.
    pub fn copy(&self, copies: &Path, exercise: usize, sha256: &str) -> PathBuf {
        let ending = Path::new(&self.files[exercise])
            .extension()
            .unwrap_or_default();
        copies.join(sha256).with_extension(ending)
    }
}

/// The name of the file at `path`.
fn last(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// `name` in the form in which names are compared: without regard to case, blanks, `-` and `_`.
/// Windows hides an extension, so that `join_handles.rs.txt` looks right to its author.
fn folded(name: &str) -> String {
    let mut name = name.to_lowercase();
    name.retain(|c| !matches!(c, ' ' | '-' | '_'));
    match name.strip_suffix(".txt") {
        Some(shorter) if shorter.contains('.') => shorter.to_owned(),
        _ => name,
    }
}

/// `name` without the number that browsers and Canvas add to a file that is handed in again:
/// `join_handles (1).rs`, `join_handles-1.rs`.
fn without_count(name: &str) -> String {
    let Some((stem, ending)) = name.rsplit_once('.') else {
        return name.to_owned();
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let canvas = stem.rsplit_once('-').filter(|(_, count)| digits(count));
    let browser = stem
        .strip_suffix(')')
        .and_then(|stem| stem.rsplit_once(" ("));
    let browser = browser.filter(|(_, count)| digits(count));
    match canvas.or(browser) {
        Some((stem, _)) => format!("{stem}.{ending}"),
        None => name.to_owned(),
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub fn exercises() -> Vec<Exercise> {
        ["join_handles", "two_locks"]
            .map(|name| Exercise {
                name: name.into(),
                file: format!("{name}.rs"),
                lesson: "stage4-joined/README.md".into(),
                starter: b"fn main() {}\n".to_vec(),
            })
            .into()
    }

    pub fn mapping() -> Mapping {
        with(&[]).unwrap()
    }

    fn with(patterns: &[&str]) -> Result<Mapping, String> {
        let patterns: Vec<String> = patterns
            .iter()
            .map(|pattern| (*pattern).to_owned())
            .collect();
        Mapping::new(&exercises(), &patterns)
    }

    #[test]
    fn an_exercise_is_found_by_its_name_in_any_folder() {
        for path in [
            "two_locks.rs",
            "a/b/two_locks.rs",
            "two_locks-2.rs",
            "a/two_locks (1).rs",
            "a/Two Locks.rs",
            "TWO-LOCKS.RS",
            "twolocks (2).rs",
            "two_locks.rs.txt",
        ] {
            assert_eq!(mapping().exercise(path), Some(1), "{path}");
        }
        for path in [
            "two_locks.txt",
            "two_locks.rs/x",
            "my_two_locks.rs",
            "two_locks-b.rs",
        ] {
            assert_eq!(mapping().exercise(path), None, "{path}");
        }
    }

    #[test]
    fn a_name_that_is_not_exactly_the_exercises_is_told() {
        let told = |path| mapping().other_name(path, 1).map(str::to_owned);
        assert_eq!(told("a/Two Locks.rs").as_deref(), Some("two_locks.rs"));
        assert_eq!(told("a/two_locks (1).rs"), None);
    }

    #[test]
    fn a_pattern_takes_the_place_of_the_name() {
        let mapping = with(&["two_locks=**/homework?.rs"]).unwrap();
        assert_eq!(mapping.exercise("a/b/homework1.rs"), Some(1));
        assert_eq!(mapping.exercise("homework1.rs"), Some(1));
        assert_eq!(mapping.exercise("two_locks.rs"), None);
        assert_eq!(mapping.exercise("join_handles.rs"), Some(0));
    }

    #[test]
    fn a_pattern_for_no_exercise_is_an_error_that_says_what_there_is() {
        for (pattern, named) in [
            ("x", "="),
            ("nothing=*.rs", "join_handles"),
            ("two_locks=[", "two_locks"),
        ] {
            let error = with(&[pattern]).unwrap_err();
            assert!(error.contains(named), "{pattern}: {error}");
        }
    }

    #[test]
    fn a_student_and_an_exercise_in_one_name_are_told_apart() {
        let split = |name| {
            mapping()
                .split(name)
                .map(|(student, file)| (student.to_owned(), file))
        };
        let ada = Some(("ada".to_owned(), "two_locks.rs".to_owned()));
        assert_eq!(split("ada_two_locks.rs"), ada);
        assert_eq!(split("two_locks-ada.rs"), ada);
        assert_eq!(split("ada_two_locks (2).rs"), ada);
        let split_as = |student: &str, file: &str| Some((student.to_owned(), file.to_owned()));
        assert_eq!(split("twolocks_Tom.rs"), split_as("Tom", "twolocks.rs"));
        assert_eq!(
            split("jane_doe-Two Locks.rs"),
            split_as("jane_doe", "Two Locks.rs")
        );
        for name in [
            "two_locks.rs",
            "two_locks-1.rs",
            "two_locks_1.rs",
            "_two_locks.rs",
            "adatwo_locks.rs",
            "ada_two_locks.txt",
        ] {
            assert_eq!(split(name), None, "{name}");
        }
    }
}
