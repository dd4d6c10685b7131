//! `cargo workshop`: the exercises, solved and not, and what to do next.

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

use grader::{
    course::{self, Entry},
    files::from_here,
    state::State,
};

/// What is said when there is no exercise left.
pub const ALL_SOLVED: &str = "\
All exercises are solved.
To see every interleaving of stage 4: cargo workshop check stage4-joined --exhaustive";

/// Shows all exercises by stage, which of them are solved, and the next one.
///
/// # Errors
///
/// If the course or the state cannot be read.
pub fn list() -> io::Result<ExitCode> {
    let entries = course::entries()?;
    let state = State::read()?;
    writeln!(io::stdout(), "{}", text(&entries, &state))?;
    if state.not_understood() > 0 {
        eprintln!(
            "note: lines of .workshop that are not understood, and are left as they are: {}",
            state.not_understood()
        );
    }
    Ok(ExitCode::SUCCESS)
}

/// The list, as it is shown.
pub fn text(entries: &[Entry], state: &State) -> String {
    let mut lines = Vec::new();
    let mut stage = "";
    for entry in course::exercises(entries) {
        if entry.stage != stage {
            stage = &entry.stage;
            let page = page_of_stage(entry);
            let title = title(&page).unwrap_or_else(|| stage.to_owned());
            lines.push(format!("{title}  ({})", from_here(&page).display()));
        }
        let mark = if entry.is_core() { "*" } else { " " };
        let status = if state.is_solved(entry) {
            "solved"
        } else {
            "not solved yet"
        };
        let why = why_unsolved(entry, state).unwrap_or_default();
        lines.push(format!("  {status:14} {mark} {}{why}", entry.name));
    }
    format!(
        "{}\n\n{}\n\n{}",
        lines.join("\n"),
        count(entries, state),
        next(entries, state)
    )
}

/// What has come between, where the exercise was solved once or its file should be there.
fn why_unsolved(entry: &Entry, state: &State) -> Option<&'static str> {
    if !entry.source.exists() {
        Some(" (its file is missing)")
    } else if state.last_finding(entry) == Some(entry.spec.wanted())
        && !state.is_solved(entry)
        && !is_as_handed_out(entry)
    {
        Some(" (changed since it was solved)")
    } else {
        None
    }
}

fn is_as_handed_out(entry: &Entry) -> bool {
    let starter = fs::read(entry.starter());
    starter.is_ok_and(|starter| fs::read(&entry.source).is_ok_and(|now| now == starter))
}

fn page_of_stage(entry: &Entry) -> PathBuf {
    course::root().join(&entry.stage).join("README.md")
}

/// The heading of a page.
fn title(page: &Path) -> Option<String> {
    let text = fs::read_to_string(page).ok()?;
    let heading = text.lines().next()?.strip_prefix("# ")?;
    Some(heading.to_owned())
}

/// How many are solved.
pub fn count(entries: &[Entry], state: &State) -> String {
    let is_core = |entry: &&Entry| entry.is_core();
    let is_solved = |entry: &&Entry| state.is_solved(entry);
    format!(
        "{} of {} solved; core exercises (*): {} of {}",
        course::exercises(entries).filter(is_solved).count(),
        course::exercises(entries).count(),
        course::exercises(entries)
            .filter(is_core)
            .filter(is_solved)
            .count(),
        course::exercises(entries).filter(is_core).count(),
    )
}

/// The next exercise, and what to type.
pub fn next(entries: &[Entry], state: &State) -> String {
    let Some(entry) = state.next(entries) else {
        return ALL_SOLVED.to_owned();
    };
    format!(
        "next:  {}\n\
         read:  {}\n\
         open:  {}\n\
         type:  cargo workshop run      to see what it does\n       \
                cargo workshop check    to hear what is wrong with it\n       \
                cargo workshop hint     for a hint, and again for another\n       \
                cargo workshop watch    to have it checked whenever you save it",
        entry.name,
        entry.lesson_from_here().display(),
        entry.source_from_here().display(),
    )
}
