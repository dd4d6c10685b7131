//! What must hold for the course as it is handed out, apart from its findings.

use std::{fs, io, ops::RangeInclusive, path::Path};

use grader::{
    course::{self, Entry, Exercise},
    files::from_here,
    files::{is_hidden, read_text},
    finding::Finding,
    head_comment::stated_finding,
};
use similar::{ChangeTag, TextDiff};

/// How many hints an exercise has at least.
const LEAST_HINTS: usize = 3;

/// By how many lines the solution may differ from the starter. Removed and added lines count, but
/// not the head comment and indentation.
const APART: RangeInclusive<usize> = 2..=14;

/// How many lines a starter may have.
const LENGTH: RangeInclusive<usize> = 14..=50;

/// What does not hold, a line each. `warnings` returns the compiler's warnings about a file, if it
/// was built.
///
/// # Errors
///
/// Returns an error if a file cannot be read.
pub fn complaints<'a>(
    entries: &[Entry],
    warnings: impl Fn(&Path) -> Option<&'a [u8]>,
) -> io::Result<Vec<String>> {
    let mut complaints = Vec::new();
    for entry in course::exercises(entries) {
        let Some(exercise) = &entry.exercise else {
            continue;
        };
        let found = of_exercise(entry, exercise, &warnings)?;
        complaints.extend(
            found
                .into_iter()
                .map(|what| format!("{}: {what}", entry.name)),
        );
    }
    for folder in ["starters", "solutions"] {
        complaints.extend(strays(folder, entries)?);
    }
    Ok(complaints)
}

/// The files in `folder` that belong to no exercise.
fn strays(folder: &str, entries: &[Entry]) -> io::Result<Vec<String>> {
    let mut strays = Vec::new();
    for file in fs::read_dir(course::corpus().join(folder))? {
        let file = file?;
        // An editor may keep something beside a file that is open.
        if is_hidden(&file.path()) {
            continue;
        }
        let name = file.file_name();
        let is_known =
            course::exercises(entries).any(|entry| entry.source.file_name() == Some(&name));
        if !is_known {
            let name = name.display();
            strays.push(format!(
                "{folder}/{name}: no exercises.toml has an entry for it"
            ));
        }
    }
    Ok(strays)
}

/// The exercises that differ from their starters: they should be as they are handed out.
pub fn changes(entries: &[Entry]) -> Vec<String> {
    let is_changed =
        |entry: &&Entry| fs::read(&entry.source).ok() != fs::read(entry.starter()).ok();
    let changed = course::exercises(entries).filter(is_changed);
    changed
        .map(|entry| {
            let [source, starter] = [&entry.source, &entry.starter()].map(|path| from_here(path));
            let (source, starter) = (source.display(), starter.display());
            format!("{source} and {starter} differ: they should be the same")
        })
        .collect()
}

fn of_exercise<'a>(
    entry: &Entry,
    exercise: &Exercise,
    warnings: impl Fn(&Path) -> Option<&'a [u8]>,
) -> io::Result<Vec<String>> {
    let (starter, solution) = (read_text(&entry.starter())?, read_text(&entry.solution())?);
    let starts_as = exercise.starter_finding;
    let apart = lines_apart(&starter, &solution);
    let length = starter.lines().count();
    let hints = exercise.hints.len();
    let lesson = read_text(&course::root().join(&entry.lesson))?;
    let file = entry
        .source
        .file_name()
        .unwrap_or_default()
        .to_string_lossy();
    let is_counterexample = entry.counterexample().is_some();
    let mut complaints = Vec::new();
    let mut complain = |holds: bool, what: String| {
        if !holds {
            complaints.push(what);
        }
    };
    complain(
        starter.contains("TODO"),
        "its starter has no TODO".to_owned(),
    );
    complain(
        LENGTH.contains(&length),
        format!("its starter has {length} lines, not {LENGTH:?}"),
    );
    complain(
        starts_as != entry.spec.wanted(),
        format!("its starter_finding is {starts_as}, which is wanted"),
    );
    complain(
        stated_finding(&starter).is_none(),
        "its starter states a finding, which its learner should see in a check".to_owned(),
    );
    complain(
        stated_finding(&solution) == Some(entry.spec.wanted()),
        format!(
            "its solution does not state {}, which is wanted",
            entry.spec.wanted()
        ),
    );
    complain(
        exercise.hint_for.contains_key(&starts_as),
        "it has no hint for what is found in its starter".to_owned(),
    );
    complain(
        hints >= LEAST_HINTS,
        format!("it has {hints} hints, and needs {LEAST_HINTS}"),
    );
    complain(
        !exercise.takeaway.is_empty(),
        "it has no takeaway".to_owned(),
    );
    complain(
        is_counterexample || APART.contains(&apart),
        format!("its solution is {apart} lines from its starter, not {APART:?}"),
    );
    complain(
        ["", "../"]
            .iter()
            .any(|up| lesson.contains(&format!("]({up}exercises/{file})"))),
        format!("{} does not link it", entry.lesson),
    );
    let is_refused = starts_as == Finding::DoesNotBuild;
    for (what, path, is_program) in [
        (
            "starter",
            entry.starter(),
            !is_counterexample && !is_refused,
        ),
        ("solution", entry.solution(), !is_counterexample),
    ] {
        let words = warnings(&path).map(String::from_utf8_lossy);
        complain(
            !is_program || words.is_some(),
            format!("its {what} was not built"),
        );
        let words = words.unwrap_or_default();
        complain(
            words.is_empty(),
            format!("the compiler warns of its {what}:\n{words}"),
        );
    }
    Ok(complaints)
}

/// How many lines are removed and added, without the head comment and indentation.
fn lines_apart(starter: &str, solution: &str) -> usize {
    let code = |text: &str| {
        let lines = text.lines().map(str::trim);
        let lines = lines.filter(|line| !line.is_empty() && !line.starts_with("//!"));
        lines.map(|line| line.to_owned() + "\n").collect::<String>()
    };
    let (starter, solution) = (code(starter), code(solution));
    let diff = TextDiff::from_lines(&starter, &solution);
    let changes = diff.iter_all_changes();
    changes
        .filter(|change| change.tag() != ChangeTag::Equal)
        .count()
}
