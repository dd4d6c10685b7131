//! What a learner can do next: the lesson to read, the commands that show the mistake once more, and
//! the place to open.

use std::{
    iter,
    path::{Path, PathBuf},
};

use interleave::report::LONGEST_SCHEDULE;

use super::Report;
use crate::{
    course::Entry,
    finding::Finding,
    grade::Graded,
    spec::Change,
    style::Styles,
    text::{filled, shown, width},
};

/// In place of a command.
const TOO_LONG: &str = "replay:  its schedule is long: `--format json` has it";

impl Report<'_> {
    pub(super) fn what_next(&self, graded: &Graded, styles: Styles) -> String {
        let lesson = match self.is_handed_in {
            true => PathBuf::from(&self.entry.lesson),
            false => self.entry.lesson_from_here(),
        };
        let lesson = format!("lesson:  {}", lesson.display());
        let place = self.place(graded).map(|place| format!("file:    {place}"));
        let dim = |line: String| styles.secondary(&line);
        let lines = iter::once(dim(lesson))
            .chain(self.tasks(graded).map(dim))
            .chain(self.commands(graded))
            .chain(place.map(dim));
        lines.collect::<Vec<_>>().join("\n")
    }

    /// The tasks, if the check chooses them.
    fn tasks(&self, graded: &Graded) -> Option<String> {
        let tasks = self.entry.spec.tasks_at_run_time.join(", ");
        let change = graded.verdict.change.as_ref();
        let are_others = change.is_some_and(Change::is_of_work);
        if are_others || tasks.is_empty() || graded.refusal.is_some() {
            return None;
        }
        let tasks = format!("{tasks}\n(the check chooses them)");
        let tasks = filled(&tasks, width() - 2, "         ");
        Some(format!("tasks:   {}", tasks.trim_start()))
    }

    /// The commands that show the mistake once more, a line each.
    fn commands(&self, graded: &Graded) -> Vec<String> {
        let name = &self.entry.name;
        let verdict = &graded.verdict;
        let setting = verdict.change.as_ref().map(Change::setting);
        let line = |label: &str, command: &str| labelled(label, setting.as_ref(), command);
        let mut lines = Vec::new();
        if verdict.change.as_ref().is_some_and(Change::is_of_work) && self.is_in_its_place() {
            lines.push(line("run", &format!("run {name}")));
        }
        if graded.refusal.is_some() || verdict.finding == Finding::Unseen {
            return lines;
        }
        let schedule = self.replayable(graded);
        let is_inside = verdict.interleaving.is_some();
        // A longer one is no help to a reader.
        let schedule = schedule.filter(|text| !is_inside || text.len() <= LONGEST_SCHEDULE);
        let source = self.source.filter(|_| !self.is_in_its_place());
        let subject = arguments(self.entry, source, schedule.as_deref(), verdict.seed);
        if schedule.is_some() {
            lines.push(line("replay", &format!("play {subject}")));
        } else if is_inside {
            lines.push(TOO_LONG.to_owned());
        } else if self.entry.counterexample().is_none() {
            // The learner grants the turns. A schedule that is not understood cannot be played.
            lines.push(line("play", &format!("play {subject}")));
        }
        // Only the interleaver sees what there is to draw. If main leaves at once, any run shows it.
        let is_seen = schedule.is_some() && !is_inside || verdict.finding == Finding::NoWait;
        if graded.is_interleaved && is_seen {
            lines.push(line("draw", &format!("timeline {subject}")));
        }
        lines
    }

    /// The file, and the line that the finding is about, as terminals and editors open it. For a
    /// file that is not the learner's own, only if the line is known.
    fn place(&self, graded: &Graded) -> Option<String> {
        let source = self.entry.file(self.source);
        let source = source.display();
        match graded.verdict.line {
            Some(line) => Some(format!("{source}:{line}")),
            None => self.is_own_exercise().then(|| source.to_string()),
        }
    }
}

/// A command with this setting, behind its label.
fn labelled(label: &str, setting: Option<&(&str, String)>, command: &str) -> String {
    let command = format!("cargo workshop {command}");
    let command = match setting {
        Some((setting, value)) => with_setting(setting, value, &command),
        None => command,
    };
    format!("{:<9}{command}", format!("{label}:"))
}

/// The arguments of a command that plays `schedule` on `entry`, or on the file `source` in its
/// place. The seed is that of the random bytes that it gets.
pub fn arguments(
    entry: &Entry,
    source: Option<&Path>,
    schedule: Option<&str>,
    seed: Option<usize>,
) -> String {
    let mut arguments = entry.name.clone();
    // A counterexample is played on a stage. If the command contains the schedule, it needs no
    // file.
    let is_program = entry.counterexample().is_none();
    if let Some(path) = source.filter(|_| is_program || schedule.is_none()) {
        arguments += &format!(" --source {}", quoted(path));
    }
    if let Some(schedule) = schedule {
        arguments += &format!(" --schedule \"{schedule}\"");
        if let Some(seed) = seed {
            arguments += &format!(" --seed {seed}");
        }
    }
    arguments
}

/// The command with this setting, in the syntax of a shell.
pub fn with_setting(setting: &str, value: &str, command: &str) -> String {
    if cfg!(windows) {
        // Unless it is removed, the setting applies to all later commands.
        format!("$env:{setting}=\"{value}\"; {command}; Remove-Item Env:{setting}")
    } else {
        format!("{setting}=\"{value}\" {command}")
    }
}

/// A path as one word of a shell.
fn quoted(path: &Path) -> String {
    let text = shown(&path.display().to_string());
    let is_plain = |c: char| c.is_alphanumeric() || "/._-+\\:".contains(c);
    if text.chars().all(is_plain) {
        text
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}
