//! `cargo workshop`: the exercises, done and pending, and what to do next.

use std::{
    fs,
    io::{self, Write},
    process::ExitCode,
};

use grader::{
    course::{self, Entry},
    state::State,
};

/// What is said when there is no exercise left.
pub const ALL_DONE: &str = "\
All exercises are done.
To see every interleaving of stage 4: cargo workshop check stage4-joined --exhaustive";

/// Shows all exercises by stage, which of them are done, and the next one.
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
    let mut lesson = "";
    for entry in course::exercises(entries) {
        if entry.lesson != lesson {
            lesson = &entry.lesson;
            lines.push(format!(
                "{}  ({})",
                title(entry),
                entry.lesson_from_here().display()
            ));
        }
        let mark = if entry.is_for_half_day() { "*" } else { " " };
        let status = if state.is_done(entry) {
            "done"
        } else {
            "pending"
        };
        let why = why_not_done(entry, state).unwrap_or_default();
        lines.push(format!("  {status:7} {mark} {}{why}", entry.name));
    }
    format!(
        "{}\n\n{}\n\n{}",
        lines.join("\n"),
        count(entries, state),
        next(entries, state)
    )
}

/// What has come between, where the exercise was done once or its file should be there.
fn why_not_done(entry: &Entry, state: &State) -> Option<&'static str> {
    if !entry.source.exists() {
        Some(" (its file is missing)")
    } else if state.last_finding(entry) == Some(entry.expectation.wanted())
        && !state.is_done(entry)
        && !is_as_handed_out(entry)
    {
        Some(" (changed since it was done)")
    } else {
        None
    }
}

fn is_as_handed_out(entry: &Entry) -> bool {
    let starter = fs::read(entry.starter());
    starter.is_ok_and(|starter| fs::read(&entry.source).is_ok_and(|now| now == starter))
}

/// The heading of the lesson.
fn title(entry: &Entry) -> String {
    let text = fs::read_to_string(course::root().join(&entry.lesson)).unwrap_or_default();
    let heading = text.lines().next().and_then(|line| line.strip_prefix("# "));
    heading.unwrap_or(&entry.lesson).to_owned()
}

/// How many are done.
pub fn count(entries: &[Entry], state: &State) -> String {
    let is_marked = |entry: &&Entry| entry.is_for_half_day();
    let done = |entry: &&Entry| state.is_done(entry);
    format!(
        "{} of {} done; of the {} marked *, which fill half a day, {}",
        course::exercises(entries).filter(done).count(),
        course::exercises(entries).count(),
        course::exercises(entries).filter(is_marked).count(),
        course::exercises(entries)
            .filter(is_marked)
            .filter(done)
            .count(),
    )
}

/// The next exercise, and what to type.
pub fn next(entries: &[Entry], state: &State) -> String {
    let Some(entry) = state.next(entries) else {
        return ALL_DONE.to_owned();
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
