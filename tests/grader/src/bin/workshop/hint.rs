//! `cargo workshop hint`: one hint at a time, each with a little more.

use std::{
    io::{self, Write},
    process::ExitCode,
};

use grader::{
    course::{self, Entry, Exercise},
    state::State,
    style::Styles,
    text::{filled, width, words},
};

use crate::next_or_named;

pub const HELP: &str = "\
Examples:
  cargo workshop hint                the next exercise that is not solved
  cargo workshop hint join_handles   and once more for the next hint

The first hint depends on what the last check has found.

Exit status: 0, or 2 if there is no such exercise.";

/// Shows the next hint for the exercise `name`, or for the next unsolved one.
///
/// # Errors
///
/// Returns an error if there is no such exercise, or the state cannot be read or written.
pub fn hint(name: Option<&str>) -> io::Result<ExitCode> {
    let entries = course::entries()?;
    let Some(entry) = next_or_named(&entries, name)? else {
        return Ok(ExitCode::SUCCESS);
    };
    let exercise = entry.as_exercise()?;
    let again = format!("cargo workshop hint {}", entry.name);
    show(entry, exercise, &again, |hint| {
        let styles = Styles::of(&io::stdout());
        writeln!(io::stdout(), "{}\n", hint.text(styles))
    })?;
    Ok(ExitCode::SUCCESS)
}

/// Shows the next hint for `entry` with `say`, and notes that it was read. `again` is the command
/// for the hint after it.
///
/// # Errors
///
/// Returns an error if it cannot be shown, or if the state cannot be read or written.
pub fn show(
    entry: &Entry,
    exercise: &Exercise,
    again: &str,
    say: impl FnOnce(Hint) -> io::Result<()>,
) -> io::Result<()> {
    let state = State::read()?;
    // After the last one comes the first again.
    let number = state.hints_read(entry) % exercise.hints.len() + 1;
    say(Hint::new(entry, exercise, number, again, &state))?;
    State::update(|state| state.note_hints(entry, number))
}

/// A hint, as it is shown.
pub struct Hint {
    heading: String,
    words: String,
    /// How to get the next hint.
    more: String,
}

impl Hint {
    fn new(entry: &Entry, exercise: &Exercise, number: usize, again: &str, state: &State) -> Self {
        let count = exercise.hints.len();
        let finding = state.last_finding(entry);
        let first = finding.and_then(|finding| exercise.hint_for.get(&finding));
        let (hint, found) = match (number, first, finding) {
            (1, Some(hint), Some(finding)) => (hint, format!(", for what was found: {finding}")),
            _ => (&exercise.hints[number - 1], String::new()),
        };
        let more = if number < count {
            format!("once more for the next one: {again}")
        } else {
            let lesson = entry.lesson_from_here();
            format!(
                "that was the last one (then the first again); the lesson: {}",
                lesson.display()
            )
        };
        Self {
            heading: format!("{}: hint {number} of {count}{found}", entry.name),
            words: hint.clone(),
            more,
        }
    }

    /// Its paragraphs.
    pub fn text(&self, styles: Styles) -> String {
        let heading = filled(&self.heading, width(), "");
        let more = styles.secondary(&words(&self.more));
        format!("{heading}\n\n{}\n\n{more}", words(&self.words))
    }
}
