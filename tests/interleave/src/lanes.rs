//! Shows a run in lanes: a column for each thread, and a row for each step that matters.
//!
//! ```text
//!      sort data                    parse files
//!   8  20 | count.load()  → 0
//!   9                               20 | count.load()  → 0
//!  10  21 | count.store(seen + 1)
//!      stores 1
//!  11                               21 | count.store(seen + 1)
//!                                   stores 1; overwrites the 1 of step 10: it had read 0 at step 9
//! ```
//!
//! A `Story` is the run with its places in the source. `rows` makes rows of the steps, `weight` says
//! how much each matters, and `fold` leaves some out. `words` says what a step does, and `wishes`
//! what a thread waits for at the end. `ending` shows how the run ended, and `cause` why. `table`
//! lays it all out.

use std::collections::BTreeSet;

use interleave_protocol::log::End;

use crate::{run::Run, sources::Sources};
use ending::Ending;
use fold::Line;
use rows::Row;
use story::Story;
use table::{Picture, wrapped};
use weight::Weight;

pub use places::{LostUpdate, Places, SharedObject, SharedState, Spot, TimedWait};
pub use timeline::{Doing, Fate, Hold, Line as PrintedLine, Span, Thread, Timeline};

mod cause;
mod conditions;
mod ending;
mod excerpt;
mod fold;
mod holders;
mod lost_notification;
#[cfg(test)]
pub(crate) mod made_up;
mod objects;
mod output;
mod overwritten;
mod panics;
mod places;
mod rows;
mod spurious;
mod stale;
mod story;
mod table;
#[cfg(test)]
mod tests;
mod threads;
mod timeline;
mod values;
mod weight;
mod wishes;
mod words;

/// How a run is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// How wide the lines may be.
    pub width: usize,
    /// How many lines there may be. If there are more, steps that matter less are left out.
    pub height: usize,
    /// Whether all steps are shown, however many there are.
    pub all_steps: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            width: 80,
            height: 24,
            all_steps: false,
        }
    }
}

/// How many of the rows that matter most are shown even if they do not fit.
const MOST_VITAL: usize = 12;

/// A run as text, in lanes.
pub fn render(run: &Run, sources: &Sources, options: &Options) -> String {
    let story = Story::new(run, sources);
    let mut ending = Ending::new(&story);
    let rows = if options.all_steps {
        rows::each_step(&story)
    } else {
        let rows = rows::worth_showing(&story);
        // Each thread that waits has part in a deadlock. And after a spurious wake-up it is not known
        // who has part in what went wrong.
        let is_about_all = run.end == End::Deadlock || spurious::returns(&story).next().is_some();
        let (rows, others) = match is_about_all {
            true => (rows, BTreeSet::new()),
            false => rows::of_those_concerned(rows),
        };
        ending.sentences.extend(left_out(&story, &others));
        rows
    };
    let drawn = |count| draw(&story, &ending, &rows, count, options.width);
    let fits = |count| options.all_steps || drawn(count).len() <= options.height;
    let vital = rows
        .iter()
        .filter(|row| row.weight == Weight::Vital)
        .count();
    let count = fold::largest(rows.len(), fits).max(vital.min(MOST_VITAL));
    let mut lines = drawn(count);
    lines.push(String::new());
    lines.join("\n").replace(threads::NO_BREAK, " ")
}

fn draw(
    story: &Story<'_>,
    ending: &Ending,
    rows: &[Row],
    count: usize,
    width: usize,
) -> Vec<String> {
    let lines: Vec<Line> = fold::fold(rows, count);
    let mut text = Picture::new(story, &lines, &ending.standing, width).lines();
    text.push(String::new());
    let shown = shown(&lines, story.scenes.len());
    let sentences = ending.sentences.iter().chain(&shown);
    text.extend(sentences.flat_map(|sentence| wrapped(sentence, width)));
    text
}

/// Says whose steps are left out, so that a reader does not take the rows for all that has happened.
fn left_out(story: &Story<'_>, others: &BTreeSet<usize>) -> Option<String> {
    const MOST: usize = 3;
    let names = others.iter().map(|&other| story.threads.mention(other));
    let whose = match others.len() {
        0 => return None,
        1..=MOST => threads::all(&names.collect::<Vec<_>>()),
        count => format!("{count} other threads"),
    };
    Some(format!("What {whose} did is left out."))
}

/// How many steps the rows stand for, if not all.
fn shown(lines: &[Line], steps: usize) -> Option<String> {
    let rows = lines.iter().filter_map(|line| match line {
        Line::Row(row) => Some(row.steps),
        Line::Gap(_) => None,
    });
    let shown: usize = rows.clone().sum();
    let rows = rows.count();
    match rows {
        _ if shown == steps => None,
        0 => Some(format!("Steps that are not shown: {steps}.")),
        1 if shown == 1 => Some(format!("1 of the {steps} steps is shown.")),
        _ if shown == rows => Some(format!("{shown} of the {steps} steps are shown.")),
        1 => Some(format!("1 row stands for {shown} of the {steps} steps.")),
        _ => Some(format!(
            "{rows} rows stand for {shown} of the {steps} steps."
        )),
    }
}
