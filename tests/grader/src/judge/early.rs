//! Rules about steps that are possible too early: before a step of another worker, or before the
//! heading.

use scheduler::{Event, Step};

use super::{
    Case, Verdict,
    key_lines::{first_start, key_lines, mistake},
    table::table_until,
};
use crate::{
    finding::Finding,
    observe::{Outcome, Run, places::KeyLine},
    schedule::Turn,
    text::{paragraphs, sentence},
};

/// A worker asked for its turn although an earlier step had not been granted. A step that no worker
/// asks for to the end of the run is missing, which is another finding.
pub(super) fn ahead_of_a_step(case: &Case) -> Option<Verdict> {
    let mut crossings = case.spec.lines.crossings();
    crossings.retain(|(earlier, _)| case.is_asked_for(earlier));
    let mut ahead = case.runs().filter_map(|run| Ahead::in_run(run, &crossings));
    let first = ahead.next()?;
    if first.line.is_some() {
        return Some(first.verdict());
    }
    // The line is known if the worker is still there at the end of the run.
    let shown = ahead.find(|ahead| ahead.line.is_some());
    Some(shown.unwrap_or(first).verdict())
}

/// A worker that was ready for a step before another one was granted.
struct Ahead<'a> {
    run: &'a Run,
    earlier: &'a Step,
    later: &'a Step,
    granted: Vec<Step>,
    line: Option<KeyLine>,
}

impl<'a> Ahead<'a> {
    fn in_run(run: &'a Run, crossings: &'a [(Step, Step)]) -> Option<Self> {
        let mut granted = Vec::new();
        // If the run was cut off, the step might have been asked for.
        let is_open = matches!(run.outcome, Outcome::Held(_));
        let comes = |step: &Step| is_open || run.asks_for(step);
        run.record.history.iter().find_map(|event| match event {
            Event::Granted(step) => {
                granted.push(step.clone());
                None
            }
            Event::Asked(step, _) => {
                let is_ahead = |(earlier, later): &&(Step, Step)| {
                    later == step && !granted.contains(earlier) && comes(earlier)
                };
                let (earlier, later) = crossings.iter().find(is_ahead)?;
                Some(Self {
                    run,
                    earlier,
                    later,
                    granted: granted.clone(),
                    line: run.situation.ready_at(later),
                })
            }
            _ => None,
        })
    }

    fn verdict(&self) -> Verdict {
        let (earlier, later) = (self.earlier, self.later);
        let message =
            format!("`{later}` could begin before `{earlier}` was done. It should wait for it.");
        let text = if self.run.asks_for(earlier) {
            format!("The scheduler had not granted `{earlier}` yet.")
        } else {
            format!("No worker was ready for `{earlier}`.")
        };
        let line = self.line.as_slice();
        // A wait that was over too soon may be why.
        let waits = self.run.situation.source().timed_waits();
        let shown = [
            table_until(self.run, self.granted.len()),
            key_lines(&[&waits, line].concat()),
            sentence(&text),
        ];
        let mut schedule = self.run.turns_until(self.granted.len());
        schedule.push(Turn::Step(later.clone()));
        Verdict::new(Finding::TooEarly, message)
            .showing(paragraphs(shown))
            .at(mistake(line))
            .replaying(self.run, schedule)
    }
}

/// A worker asked for its turn while main could not print its heading. A program without a heading
/// has another finding.
pub(super) fn ahead_of_the_heading(case: &Case) -> Option<Verdict> {
    let heading = case.spec.heading()?;
    let prints_it = case
        .roll_call()
        .record
        .stdout
        .starts_with(format!("{heading}\n").as_bytes());
    let blocked = case.seen.blocked_stdout.as_ref()?;
    if !prints_it || blocked.most_at_once() == 0 {
        return None;
    }
    let message =
        format!("Workers begin before `{heading}` is printed: a line of theirs could come first.");
    let text = "Stdout was full, so main could not print its heading. A worker asked for its turn all the \
                same, so main had started it before.";
    let lines = blocked.situation.source().key_lines(&case.spec.tasks());
    let shown = [key_lines(&lines), sentence(text)];
    Some(
        Verdict::new(Finding::TooEarly, message)
            .showing(paragraphs(shown))
            .at(first_start(&lines)),
    )
}
