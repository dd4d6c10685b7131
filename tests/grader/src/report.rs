//! What the command says of a program: to people, and to programs.

use std::{
    io::{self, IsTerminal},
    path::Path,
};

use scheduler::Step;
use serde::Serialize;

use crate::{
    course::{Entry, from_here},
    evidence::{coloured_lines, filled, indented, shown},
    finding::Finding,
    grading::Graded,
    variation::Change,
};

/// How wide a line of words is at most.
const WIDTH: usize = 96;

/// How wide a line of words is here: less on a narrow terminal.
fn width() -> usize {
    let is_terminal = io::stdout().is_terminal();
    let columns = is_terminal
        .then(crossterm::terminal::size)
        .and_then(Result::ok);
    // Some terminals do not know, and say 0.
    let columns = columns.filter(|(columns, _)| *columns >= 20);
    columns.map_or(WIDTH, |(columns, _)| usize::from(columns).min(WIDTH))
}

/// What became of an exercise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// It was found what is wanted.
    Solved,
    /// Something else was found.
    Unsolved,
    /// The grader could not do its work.
    Error,
}

/// The report on one program.
pub struct Report<'a> {
    /// What was graded.
    pub entry: &'a Entry,
    /// The file that was graded in its place, if there is one.
    pub source: Option<&'a Path>,
    /// What became of it.
    pub graded: io::Result<Graded>,
}

/// A report for programs: one line of JSON.
#[derive(Serialize)]
struct Json<'a> {
    name: &'a str,
    status: Status,
    finding: Option<Finding>,
    wanted: Finding,
    message: String,
    schedules: Schedules,
    setting: Option<String>,
    schedule: Option<String>,
    seconds: f64,
}

#[derive(Serialize)]
struct Schedules {
    played: usize,
    possible: Option<u64>,
}

impl Report<'_> {
    /// Whether it is solved.
    pub fn status(&self) -> Status {
        match &self.graded {
            Ok(graded) if graded.is(self.wanted()) => Status::Solved,
            Ok(_) => Status::Unsolved,
            Err(_) => Status::Error,
        }
    }

    fn wanted(&self) -> Finding {
        self.entry.expectation.wanted()
    }

    /// One line of JSON.
    pub fn json(&self) -> String {
        let graded = self.graded.as_ref().ok();
        let json = Json {
            name: &self.entry.name,
            status: self.status(),
            finding: graded.map(|graded| graded.verdict.finding),
            wanted: self.wanted(),
            message: match &self.graded {
                Ok(graded) => graded.verdict.message.clone(),
                Err(error) => error.to_string(),
            },
            schedules: Schedules {
                played: graded.map_or(0, |graded| graded.played),
                possible: match graded {
                    Some(graded) => graded.possible,
                    None => self.entry.expectation.possible(),
                },
            },
            setting: graded.and_then(|graded| {
                let (setting, value) = graded.verdict.change.as_ref()?.setting();
                Some(format!("{setting}={value}"))
            }),
            schedule: graded.and_then(|graded| self.replayable(graded)),
            seconds: graded.map_or(0.0, |graded| {
                (graded.took.as_secs_f64() * 1e3).round() / 1e3
            }),
        };
        serde_json::to_string(&json).expect("it has only texts and numbers")
    }

    /// Some paragraphs for people, each ended by a newline.
    pub fn text(&self) -> String {
        match &self.graded {
            Ok(graded) => self.paragraphs(graded).join("\n\n") + "\n",
            Err(error) => {
                let name = &self.entry.name;
                let is_gone = self.source.is_none() && !self.entry.source.exists();
                let advice = if is_gone {
                    format!("\n  `cargo workshop reset {name}` brings it back")
                } else {
                    String::new()
                };
                format!("{name}: not graded\n  {error}{advice}\n")
            }
        }
    }

    fn paragraphs(&self, graded: &Graded) -> Vec<String> {
        let verdict = &graded.verdict;
        let message = match &graded.refusal {
            // The message is the first of the compiler's own words, which follow.
            Some(refusal) if !refusal.ran_out_of_time => "The compiler refuses the program:",
            _ => &verdict.message,
        };
        let mut paragraphs = vec![self.headline(graded), words(message)];
        paragraphs.extend(Some(verdict.evidence.clone()).filter(|evidence| !evidence.is_empty()));
        if graded.is(self.wanted()) {
            let advice = verdict
                .advice
                .map(|advice| format!("It could be better: {advice}."));
            paragraphs.extend(
                played(graded)
                    .into_iter()
                    .chain(refused(graded))
                    .chain(advice)
                    .map(|text| words(&text)),
            );
            paragraphs.extend(self.takeaway().into_iter().flatten());
        } else {
            let warnings = coloured_lines(&graded.warnings, 24).join("\n");
            if !warnings.is_empty() {
                paragraphs.push(format!("  The compiler warns:\n\n{warnings}"));
            }
            if self.entry.counterexample().is_none() {
                let why = format!("Why it matters: {}", verdict.finding.why());
                paragraphs.push(words(&why));
            }
            paragraphs.push(indented(&self.what_next(graded)));
        }
        paragraphs
    }

    /// What the learner should take away from the exercise, and where one way to do it can be read.
    fn takeaway(&self) -> Option<[String; 2]> {
        let exercise = self.entry.exercise.as_ref();
        let exercise = exercise.filter(|_| self.source.is_none())?;
        let solution = from_here(&self.entry.solution());
        Some([
            words(&format!("Takeaway: {}", exercise.takeaway)),
            indented(&format!("One way to do it: {}", solution.display())),
        ])
    }

    fn headline(&self, graded: &Graded) -> String {
        let finding = graded.verdict.finding;
        if graded.is(self.wanted()) {
            format!("{}: solved, {finding}", self.entry.name)
        } else {
            format!(
                "{}: not solved yet, {finding} ({} is wanted)",
                self.entry.name,
                self.wanted()
            )
        }
    }

    /// The lesson, and the command that shows it once more.
    fn what_next(&self, graded: &Graded) -> String {
        let mut lines = vec![format!(
            "lesson:  {}",
            self.entry.lesson_from_here().display()
        )];
        let tasks = self.entry.expectation.tasks_at_run_time.join(", ");
        let change = graded.verdict.change.as_ref();
        let is_program = self.entry.counterexample().is_none();
        if change.is_none() && !tasks.is_empty() && graded.refusal.is_none() {
            lines.push(format!(
                "tasks:   {tasks}\n         (the check chooses them)"
            ));
        }
        if let Some(change) = change.filter(|_| self.source.is_none()) {
            let run = format!("cargo workshop run {}", self.entry.name);
            lines.push(format!("run:     {}", with_setting(change, &run)));
        }
        if graded.refusal.is_none() && graded.verdict.finding != Finding::Unseen {
            let schedule = self.replayable(graded);
            let schedule = schedule.map_or_else(String::new, |schedule| {
                format!(" --schedule \"{schedule}\"")
            });
            // A schedule is played on a stage, whichever file it stands in.
            let source = self.source.filter(|_| is_program);
            let source =
                source.map_or_else(String::new, |path| format!(" --source {}", quoted(path)));
            let play = format!("cargo workshop play {}{source}{schedule}", self.entry.name);
            let play = match change {
                Some(change) => with_setting(change, &play),
                None => play,
            };
            lines.push(format!("replay:  {play}"));
        }
        if self.entry.exercise.is_some() && self.source.is_none() {
            let source = self.entry.source_from_here();
            lines.push(format!("file:    {}", source.display()));
            lines.push(format!("hint:    cargo workshop hint {}", self.entry.name));
        }
        lines.join("\n")
    }

    /// The schedule as one writes it, as far as it names steps that are known. The name of another
    /// task could be anything, and this is a line that people copy to a shell.
    fn replayable(&self, graded: &Graded) -> Option<String> {
        let expectation = &self.entry.played().expectation;
        let known = expectation.with(graded.verdict.change.as_ref());
        let known = known.lines.steps();
        let mut done: Vec<&Step> = Vec::new();
        for step in graded.verdict.schedule.iter().flatten() {
            if !known.contains(step) || done.contains(&step) {
                break;
            }
            done.push(step);
        }
        let steps: Vec<_> = done.iter().map(ToString::to_string).collect();
        (!steps.is_empty()).then(|| steps.join(", "))
    }
}

/// The command with the setting that makes that difference, as one writes it in a shell.
fn with_setting(change: &Change, command: &str) -> String {
    let (setting, value) = change.setting();
    if cfg!(windows) {
        // It would hold for whatever comes after.
        format!("$env:{setting}=\"{value}\"; {command}; Remove-Item Env:{setting}")
    } else {
        format!("{setting}=\"{value}\" {command}")
    }
}

/// A paragraph, indented.
pub fn words(text: &str) -> String {
    filled(text, width(), "  ")
}

fn played(graded: &Graded) -> Option<String> {
    let played = with_commas(graded.played as u64);
    let possible = match graded.possible {
        _ if !graded.is(Finding::Joined) => return None,
        None => return Some(format!("{played} orders were tried.")),
        Some(possible) if possible == graded.played as u64 => {
            return Some(format!("All {played} interleavings were played."));
        }
        Some(possible) => possible,
    };
    let possible = with_commas(possible);
    let chance = if graded.is_sampled {
        ", and some by chance"
    } else {
        ""
    };
    Some(format!(
        "{played} of {possible} interleavings were played: those that expose what keeps workers from \
         being independent{chance}."
    ))
}

fn refused(graded: &Graded) -> Option<String> {
    let orders = match graded.refused {
        0 => return None,
        1 => "An order that should be impossible was".to_owned(),
        count => format!("{count} orders that should be impossible were"),
    };
    Some(format!("{orders} tried, and refused."))
}

fn with_commas(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
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
