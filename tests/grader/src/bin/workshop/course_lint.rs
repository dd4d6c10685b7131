//! What must hold for the course as it is handed out, apart from its findings.

use std::{fs, io, ops::RangeInclusive, path::Path};

use grader::{
    course::{self, Entry, Exercise},
    files::{from_here, is_hidden, read_text},
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

/// The folders of an exercise in the corpus, with the number of programs that each has at least.
const PROGRAMS: [(&str, usize); 2] = [("right", 2), ("wrong", 4)];

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
    for entry in entries {
        if let Some(exercise) = &entry.exercise {
            let found = of_exercise(entry, exercise, &warnings)?.into_iter();
            complaints.extend(found.map(|what| format!("{}: {what}", entry.name)));
        }
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
    let mut found = Vec::from(of_corpus(entry));
    found.extend(of_files(entry));
    let [starter, solution] = [entry.starter(), entry.solution()];
    let lesson = course::root().join(&entry.lesson);
    if ![&starter, &solution, &lesson]
        .iter()
        .all(|file| file.exists())
    {
        return Ok(found.into_iter().flatten().collect());
    }
    let lesson = read_text(&lesson)?;
    let [starter_text, solution_text] = [read_text(&starter)?, read_text(&solution)?];
    let apart = lines_apart(&starter_text, &solution_text);
    found.extend(of_starter(&starter_text, entry, exercise));
    found.extend(of_solution(&solution_text, apart, entry));
    found.extend(of_entry(entry, exercise, &lesson));
    if entry.counterexample().is_none() {
        found.extend(of_build("solution", warnings(&solution)));
        if exercise.starter_finding != Finding::DoesNotBuild {
            found.extend(of_build("starter", warnings(&starter)));
        }
    }
    Ok(found.into_iter().flatten().collect())
}

/// The complaint, unless what it is about `holds`.
fn unless(holds: bool, complaint: impl Into<String>) -> Option<String> {
    (!holds).then(|| complaint.into())
}

fn of_starter(starter: &str, entry: &Entry, exercise: &Exercise) -> [Option<String>; 4] {
    let length = starter.lines().count();
    let finding = exercise.starter_finding;
    [
        unless(starter.contains("TODO"), "its starter has no TODO"),
        unless(
            LENGTH.contains(&length),
            format!("its starter has {length} lines, not {LENGTH:?}"),
        ),
        unless(
            finding != entry.spec.wanted(),
            format!("its starter_finding is {finding}, which is wanted"),
        ),
        unless(
            stated_finding(starter).is_none(),
            "its starter states a finding, which its learner should see in a check",
        ),
    ]
}

/// The solution is so many lines `apart` from the starter.
fn of_solution(solution: &str, apart: usize, entry: &Entry) -> [Option<String>; 2] {
    let wanted = entry.spec.wanted();
    [
        unless(
            stated_finding(solution) == Some(wanted),
            format!("its solution does not state {wanted}, which is wanted"),
        ),
        unless(
            entry.counterexample().is_some() || APART.contains(&apart),
            format!("its solution is {apart} lines from its starter, not {APART:?}"),
        ),
    ]
}

fn of_files(entry: &Entry) -> [Option<String>; 4] {
    let lesson = course::root().join(&entry.lesson);
    let files = [
        ("starter", entry.starter()),
        ("solution", entry.solution()),
        ("lesson", lesson),
    ];
    let [starter, solution, lesson] = files.map(|(what, path)| {
        let there = from_here(&path);
        unless(
            path.exists(),
            format!("it has no {what}: write `{}`", there.display()),
        )
    });
    let manifest = entry.source.with_file_name("Cargo.toml");
    let text = fs::read_to_string(&manifest).unwrap_or_default();
    let file = entry.source.file_name().unwrap_or_default().display();
    let bin = unless(
        entry.counterexample().is_some() || text.contains(&format!("\"{file}\"")),
        format!("`{}` has no [[bin]] for it", from_here(&manifest).display()),
    );
    [starter, solution, lesson, bin]
}

/// The programs that are to be found right and wrong.
fn of_corpus(entry: &Entry) -> [Option<String>; 2] {
    PROGRAMS.map(|(kind, least)| {
        let folder = course::corpus().join(&entry.name).join(kind);
        let files = fs::read_dir(&folder).into_iter().flatten().flatten();
        let count = files.filter(|file| !is_hidden(&file.path())).count();
        let folder = from_here(&folder);
        unless(
            count >= least,
            format!(
                "programs in `{}`: {count}, and it needs {least}",
                folder.display()
            ),
        )
    })
}

fn of_entry(entry: &Entry, exercise: &Exercise, lesson: &str) -> [Option<String>; 4] {
    let hints = exercise.hints.len();
    let file = entry.source.file_name().unwrap_or_default();
    let links = ["", "../"].map(|up| format!("]({up}exercises/{})", file.display()));
    [
        unless(
            exercise.hint_for.contains_key(&exercise.starter_finding),
            "it has no hint for what is found in its starter",
        ),
        unless(
            hints >= LEAST_HINTS,
            format!("hints: {hints}, and it needs {LEAST_HINTS}"),
        ),
        unless(!exercise.takeaway.is_empty(), "it has no takeaway"),
        unless(
            links.iter().any(|link| lesson.contains(link)),
            format!("{} does not link it", entry.lesson),
        ),
    ]
}

/// `warnings` has the compiler's warnings about the starter or the solution, if it was built.
fn of_build(what: &str, warnings: Option<&[u8]>) -> [Option<String>; 2] {
    let words = String::from_utf8_lossy(warnings.unwrap_or_default());
    [
        unless(warnings.is_some(), format!("its {what} was not built")),
        unless(
            words.is_empty(),
            format!("the compiler warns of its {what}:\n{words}"),
        ),
    ]
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
