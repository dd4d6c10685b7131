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
    style::Styles,
    text::{filled, width},
};
use textwrap::core::display_width;

/// The text if no exercise is left.
pub const ALL_SOLVED: &str = "\
All exercises are solved.
To see every interleaving of stage 4: cargo workshop check stage4-joined --exhaustive";

/// Shows all exercises by stage, which of them are solved, and the next one.
///
/// # Errors
///
/// Returns an error if the course or the state cannot be read.
pub fn list() -> io::Result<ExitCode> {
    let entries = course::entries()?;
    let state = State::read()?;
    let styles = Styles::of(&io::stdout());
    writeln!(io::stdout(), "{}", text(&entries, &state, styles))?;
    if state.not_understood() > 0 {
        eprintln!(
            "note: lines of .workshop that are not understood, and are left as they are: {}",
            state.not_understood()
        );
    }
    Ok(ExitCode::SUCCESS)
}

fn text(entries: &[Entry], state: &State, styles: Styles) -> String {
    let rows = rows(entries, state, styles).into_iter();
    let rows: Vec<_> = rows.map(|row| row.text).collect();
    format!(
        "{}\n\n{}\n\n{}",
        rows.join("\n"),
        count(entries, state, styles),
        next(entries, state, styles)
    )
}

/// A row of the list.
pub struct Row<'a> {
    /// Its text.
    pub text: String,
    /// Its exercise, if it is not the heading of a stage.
    pub exercise: Option<&'a Entry>,
}

/// The exercises, below the headings of their stages.
pub fn rows<'a>(entries: &'a [Entry], state: &State, styles: Styles) -> Vec<Row<'a>> {
    let mut rows = Vec::new();
    let mut stage = "";
    for entry in course::exercises(entries) {
        if entry.stage != stage {
            stage = &entry.stage;
            rows.push(Row {
                text: heading(entry, styles),
                exercise: None,
            });
        }
        rows.push(Row {
            text: row(entry, state, styles),
            exercise: Some(entry),
        });
    }
    rows
}

/// The title of the stage that `entry` belongs to, and its page if there is room.
fn heading(entry: &Entry, styles: Styles) -> String {
    let page = page_of_stage(entry);
    let title = title(&page).unwrap_or_else(|| entry.stage.clone());
    let page = format!("({})", from_here(&page).display());
    if display_width(&title) + display_width(&page) + 2 < width() {
        format!("{title}  {}", styles.secondary(&page))
    } else {
        title
    }
}

fn row(entry: &Entry, state: &State, styles: Styles) -> String {
    /// A narrower terminal has no room for the longer status.
    const LEAST_WIDTH: usize = 40;
    let mark = if entry.is_core() { "*" } else { " " };
    let is_narrow = width() < LEAST_WIDTH;
    let status = match (state.is_solved(entry), is_narrow) {
        (true, false) => styles.solved(&format!("{:14}", "solved")),
        (true, true) => styles.solved("solved"),
        (false, false) => "not solved yet".to_owned(),
        (false, true) => " ".repeat("solved".len()),
    };
    let why = why_unsolved(entry, state).unwrap_or_default();
    format!("  {status} {mark} {}{}", entry.name, styles.wrong(why))
}

/// Why the exercise is not solved, if its file is missing or if it was solved once.
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

/// How many exercises are solved, with a bar that has a place for each.
pub fn count(entries: &[Entry], state: &State, styles: Styles) -> String {
    let is_core = |entry: &&Entry| entry.is_core();
    let is_solved = |entry: &&Entry| state.is_solved(entry);
    let all = course::exercises(entries).count();
    let solved = course::exercises(entries).filter(is_solved).count();
    let core = course::exercises(entries).filter(is_core);
    let text = format!(
        "[{}{}] {solved} of {all} solved; core exercises (*): {} of {}",
        styles.solved(&"#".repeat(solved)),
        styles.secondary(&"-".repeat(all - solved)),
        core.filter(is_solved).count(),
        course::exercises(entries).filter(is_core).count(),
    );
    filled(&text, width(), "")
}

/// The commands to type, and their purposes.
const COMMANDS: [(&str, &str); 4] = [
    ("cargo workshop run", "to see what it does"),
    ("cargo workshop check", "to hear what is wrong with it"),
    ("cargo workshop hint", "for a hint, and again for another"),
    (
        "cargo workshop watch",
        "to have it checked whenever you save it",
    ),
];

/// The next exercise, and what to type.
fn next(entries: &[Entry], state: &State, styles: Styles) -> String {
    let Some(entry) = state.next(entries) else {
        return styles.main_point(ALL_SOLVED);
    };
    /// A narrower terminal has no room for the purposes.
    const LEAST_WIDTH: usize = 72;
    let has_room = width() >= LEAST_WIDTH;
    let commands = COMMANDS.map(|(command, purpose)| match has_room {
        true => format!("{command:20}    {purpose}"),
        false => command.to_owned(),
    });
    format!(
        "{}\nread:  {}\nopen:  {}\ntype:  {}",
        styles.main_point(&format!("next:  {}", entry.name)),
        styles.secondary(&entry.lesson_from_here().display().to_string()),
        styles.secondary(&entry.source_from_here().display().to_string()),
        commands.join("\n       "),
    )
}
