//! The report on a program: for people, and for other programs.

use std::{io, path::Path};

use serde::Serialize;

use crate::{
    course::Entry,
    files::from_here,
    finding::Finding,
    grade::Graded,
    schedule,
    spec::MainBehaviour,
    style::Styles,
    text::{coloured_lines, filled, indented, width, words},
};

mod json;
mod what_next;

pub use what_next::{arguments, with_setting};

/// The result for an exercise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// The finding is the one that is wanted.
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
    /// The file that was graded in place of the entry's own, if there is one.
    pub source: Option<&'a Path>,
    /// Whether the reader of the report has this file in the place of the entry's own.
    pub is_handed_in: bool,
    /// The result.
    pub graded: io::Result<Graded>,
}

/// How many rows of a report still stand above its conclusion on a small screen.
const SCREEN: usize = 20;

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
        self.entry.spec.wanted()
    }

    /// Some paragraphs for people. What matters is at the end, so that it is on the screen when what is
    /// above it has scrolled away.
    pub fn text(&self, styles: Styles) -> String {
        match &self.graded {
            Ok(graded) => {
                let paragraphs = self.paragraphs(graded, styles).join("\n\n");
                let is_long = paragraphs.lines().count() > SCREEN;
                let conclusion = styles.main_point(&self.conclusion(graded, is_long));
                format!("{paragraphs}\n\n{conclusion}\n")
            }
            Err(error) => {
                let name = &self.entry.name;
                let is_gone =
                    self.source.is_none() && self.is_own_exercise() && !self.entry.source.exists();
                let advice = if is_gone {
                    format!("\n  `cargo workshop reset {name}` brings it back")
                } else {
                    String::new()
                };
                let headline = styles.wrong(&format!("{name}: not graded"));
                format!("{headline}\n  {error}{advice}\n")
            }
        }
    }

    fn paragraphs(&self, graded: &Graded, styles: Styles) -> Vec<String> {
        let verdict = &graded.verdict;
        let message = match &graded.refusal {
            // The verdict's message repeats the first of the compiler's messages, which follow
            // here.
            Some(refusal) if !refusal.ran_out_of_time => "The compiler refuses the program:",
            _ => &verdict.message,
        };
        let mut paragraphs = vec![self.headline(graded, styles), words(message)];
        if !verdict.evidence.is_empty() {
            paragraphs.push(styled(&verdict.evidence, styles));
        }
        if !graded.is_interleaved && graded.refusal.is_none() {
            paragraphs.push(words(
                "The program was checked at its workers' steps only: what happens between two steps was \
                 not seen.",
            ));
        }
        paragraphs.extend(if graded.is(self.wanted()) {
            self.on_success(graded, styles)
        } else {
            self.on_mistake(graded, styles)
        });
        paragraphs
    }

    /// What was tried, and what the learner should take away.
    fn on_success(&self, graded: &Graded, styles: Styles) -> Vec<String> {
        let advice = graded.verdict.advice;
        let advice = advice.map(|advice| format!("It could be better: {advice}."));
        let tried = [played(graded), refused(graded), explored(graded), advice];
        let tried = tried.iter().flatten().map(|text| words(text));
        let takeaway = self.takeaway(styles).into_iter().flatten().flatten();
        tried.chain(takeaway).collect()
    }

    /// The compiler's warnings, why the mistake matters, and what to do next.
    fn on_mistake(&self, graded: &Graded, styles: Styles) -> Vec<String> {
        let mut paragraphs = Vec::new();
        let warnings = coloured_lines(&graded.warnings, 24);
        if !warnings.is_empty() {
            paragraphs.push(format!("  The compiler warns:\n\n{warnings}"));
        }
        let finding = graded.verdict.finding;
        // If main should leave, work should be lost, so the usual reason does not apply.
        let is_about_loss = matches!(
            finding,
            Finding::WrongOutput | Finding::ForgetsSome | Finding::Sleeps
        );
        let loses_work = is_about_loss && self.entry.spec.main != MainBehaviour::Waits;
        if self.entry.counterexample().is_none() && !loses_work {
            paragraphs.push(words(&format!("Why it matters: {}", finding.why())));
        }
        paragraphs.push(indented(&self.what_next(graded, styles)));
        paragraphs
    }

    /// What the learner should take away from the exercise, and where the solution is. A handout has
    /// no solutions.
    fn takeaway(&self, styles: Styles) -> Option<[Option<String>; 2]> {
        let exercise = self.entry.exercise.as_ref();
        let exercise = exercise.filter(|_| self.source.is_none())?;
        let solution = self.entry.solution();
        let one_way = solution.exists().then(|| {
            let solution = from_here(&solution).display().to_string();
            indented(&format!(
                "One way to do it: {}",
                styles.secondary(&solution)
            ))
        });
        let takeaway = words(&format!("Takeaway: {}", exercise.takeaway));
        Some([Some(takeaway), one_way])
    }

    fn headline(&self, graded: &Graded, styles: Styles) -> String {
        let (name, finding) = (&self.entry.name, graded.verdict.finding);
        let wanted = self.wanted();
        if graded.is(wanted) {
            let headline = format!("{name}: solved, {finding}");
            styles.solved(&filled(&headline, width(), ""))
        } else {
            let headline = format!("{name}: not solved yet, {finding} ({wanted} is wanted)");
            styles.wrong(&filled(&headline, width(), ""))
        }
    }

    /// The result, and what to do next. If the report `is_long`, also what is wrong, because that has
    /// scrolled away.
    fn conclusion(&self, graded: &Graded, is_long: bool) -> String {
        let (name, finding) = (&self.entry.name, graded.verdict.finding);
        if graded.is(self.wanted()) {
            return format!("{name}: solved");
        }
        let mut sentence = filled(&format!("{name}: not solved yet, {finding}"), width(), "");
        let refusal = graded.refusal.as_ref();
        if is_long && refusal.is_none_or(|refusal| refusal.ran_out_of_time) {
            sentence += &format!("\n{}", words(&graded.verdict.message));
        }
        if self.is_own_exercise() {
            format!("{sentence}\nfor a hint: cargo workshop hint {name}")
        } else {
            sentence
        }
    }

    /// Whether the reader has the file at the entry's own path, so that a command needs no `--source`.
    fn is_in_its_place(&self) -> bool {
        self.source.is_none() || self.is_handed_in
    }

    /// Whether the learner's own file was graded, and not another one in its place.
    fn is_own_exercise(&self) -> bool {
        self.entry.exercise.is_some() && self.is_in_its_place()
    }

    /// The schedule in text form, up to the first unknown step. The name of an unknown task could
    /// be anything, and people copy this line to a shell.
    pub(super) fn replayable(&self, graded: &Graded) -> Option<String> {
        if let Some(interleaving) = &graded.verdict.interleaving {
            return Some(interleaving.to_string());
        }
        let spec = &self.entry.played().spec;
        let known = spec.with(graded.verdict.change.as_ref());
        let turns = graded.verdict.schedule.as_deref()?;
        let turns = schedule::readable(turns, &known.lines.steps());
        (!turns.is_empty()).then(|| schedule::written(turns))
    }
}

/// Evidence in colours: red for a line that is missing or too much, and dim for a table's heading.
fn styled(evidence: &str, styles: Styles) -> String {
    let is_difference = |line: &str| line.starts_with("    - ") || line.starts_with("    + ");
    let is_heading = |line: &str| line.trim_start().starts_with("granted   ");
    let lines = evidence.split('\n').map(|line| match line {
        line if is_difference(line) => styles.wrong(line),
        line if is_heading(line) => styles.secondary(line),
        line => line.to_owned(),
    });
    lines.collect::<Vec<_>>().join("\n")
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
    match graded.refused {
        0 => None,
        1 => Some("We tried 1 forbidden order; your program prevented it.".to_owned()),
        count => Some(format!(
            "We tried {count} forbidden orders; your program prevented all of them."
        )),
    }
}

/// What was played inside the program. If main need not wait, any part of the output is right, so
/// only the end of the run was checked.
fn explored(graded: &Graded) -> Option<String> {
    // If workers run one after another, the interleavings mean nothing to the learner.
    let explored = graded.explored.as_ref();
    let explored = explored.filter(|_| !graded.is(Finding::Serial))?;
    let count = with_commas(explored.played as u64);
    let played = format!("Inside the program {count} interleavings of its operations were played");
    if explored.is_complete {
        return Some(format!(
            "{played}. There are no others, up to the order of operations that do not affect each other."
        ));
    }
    let main_leaves = matches!(graded.verdict.finding, Finding::NoWait | Finding::Sleeps);
    let result = if main_leaves {
        "None failed or hung; the output was not checked."
    } else {
        "None went wrong."
    };
    let stopped = stopped_early(explored.stopped, explored.played, explored.waits_unseen);
    Some(format!("{played}, of many more. {result}{stopped}"))
}

/// How many of the interleavings were not played to their end, and why, in a sentence after others.
fn stopped_early(stopped: usize, played: usize, waits_unseen: bool) -> String {
    let or_waited = match waits_unseen {
        true => ", or waited for something that the check does not see",
        false => "",
    };
    match stopped {
        0 => String::new(),
        1 => {
            format!(" One of them was stopped early, because it went on for very long{or_waited}.")
        }
        stopped if stopped == played => format!(
            " But each was stopped early, because it went on for very long{or_waited}: its end was not \
             seen."
        ),
        stopped => format!(
            " {} of them were stopped early, because they went on for very long{or_waited}.",
            with_commas(stopped as u64)
        ),
    }
}

fn with_commas(number: u64) -> String {
    let digits = number.to_string();
    let groups = digits.as_bytes().rchunks(3).rev();
    let groups: Vec<_> = groups.map(String::from_utf8_lossy).collect();
    groups.join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_said_how_many_interleavings_were_not_seen_to_their_end_and_why() {
        assert_eq!(stopped_early(0, 1_000, false), "");
        assert_eq!(
            stopped_early(1, 1_000, false),
            " One of them was stopped early, because it went on for very long."
        );
        assert_eq!(
            stopped_early(1_200, 2_000, true),
            " 1,200 of them were stopped early, because they went on for very long, or waited for \
             something that the check does not see."
        );
        assert!(stopped_early(30, 30, false).ends_with("its end was not seen."));
    }
}
