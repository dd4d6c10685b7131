//! The rows of the lanes: which steps make up a row, and the content of each row.

use std::collections::BTreeSet;

use interleave_protocol::log::Kind;

use super::{
    excerpt::Excerpt,
    holders::is_at_a_condition,
    overwritten::overwritten,
    story::{Scene, Story},
    table::MAIN,
    weight::{Weight, weights},
    words,
};

/// One row: what one thread does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The step, from 0.
    pub step: usize,
    pub thread: usize,
    pub weight: Weight,
    pub cell: Cell,
    /// How many times it was done without a break.
    pub times: usize,
    /// How many steps the row stands for.
    pub steps: usize,
}

/// The content of a lane in one row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// The line of the source, with its file if there are several.
    pub line: Option<String>,
    /// The source at that line.
    pub source: Option<Excerpt>,
    /// What the thread does there.
    pub deed: String,
}

impl Cell {
    /// Whether the cell shows nothing: it is the end of a block, without a deed.
    fn is_empty(&self) -> bool {
        let is_code = |source: &Excerpt| source.line.contains(char::is_alphanumeric);
        self.deed.is_empty() && !self.source.as_ref().is_some_and(is_code)
    }
}

/// A row for each step.
pub fn each_step(story: &Story<'_>) -> Vec<Row> {
    let one = |at| {
        let mut row = row(story, &[at], at, (Weight::Vital, 1));
        if story.scenes[at].is_access() && !story.scenes[at].is_on_own_atomic() {
            row.cell.deed = words::operation(story, at);
        }
        row
    };
    let steps = story.first_with_frames()..story.scenes.len();
    steps
        .filter(|&at| !is_needless(story, at))
        .map(one)
        .collect()
}

/// Whether a step shows only that its thread goes on, and a neighbouring step shows that too.
fn is_needless(story: &Story<'_>, at: usize) -> bool {
    let scenes = &story.scenes;
    let mut beside = at.checked_sub(1).into_iter().chain([at + 1]);
    scenes[at].kind == Kind::After
        && beside.any(|other| {
            scenes
                .get(other)
                .is_some_and(|other| other.thread == scenes[at].thread)
        })
}

/// A row for each call of the user's own code that matters to other threads.
pub fn worth_showing(story: &Story<'_>) -> Vec<Row> {
    let weights = weights(story);
    let mut rows = Vec::new();
    for group in groups(story) {
        let weight = group.iter().map(|&at| weights[at]).max();
        let Some(weight) = weight.filter(|&weight| weight > Weight::Scaffolding) else {
            continue;
        };
        let steps = group.len();
        let in_vain = words::tried_in_vain(story, &group);
        let shown: Vec<usize> = group
            .into_iter()
            .filter(|&at| weights[at] > Weight::Scaffolding)
            .collect();
        let mut row = row(story, &shown, foremost(story, &shown), (weight, steps));
        if let Some(in_vain) = in_vain {
            row.cell.deed = in_vain.to_owned();
        }
        rows.push(row);
    }
    rows.retain(|row| !row.cell.is_empty());
    rows.sort_by_key(|row| row.step);
    let told = (0..rows.len()).filter(|&at| !is_silent(story, &rows, at));
    merged(told.map(|at| rows[at].clone()).collect())
}

/// The rows of main and of the threads that have part in what went wrong, if besides main these are
/// two: so there is room to see them side by side. The second result is the other threads.
pub fn of_those_concerned(mut rows: Vec<Row>) -> (Vec<Row>, BTreeSet<usize>) {
    let vital = rows.iter().filter(|row| row.weight == Weight::Vital);
    let concerned: BTreeSet<usize> = vital.map(|row| row.thread).collect();
    let is_shown = |row: &Row| row.thread == MAIN || concerned.contains(&row.thread);
    let mut others = BTreeSet::new();
    if concerned.iter().filter(|&&thread| thread != MAIN).count() == 2 {
        let left_out = rows.extract_if(.., |row| !is_shown(row));
        others.extend(left_out.map(|row| row.thread));
    }
    (rows, others)
}

/// Whether a row says only that its thread is in a library call, and the thread's row before or
/// after says more of the same line.
fn is_silent(story: &Story<'_>, rows: &[Row], at: usize) -> bool {
    let row = &rows[at];
    let is_own = |other: &&Row| other.thread == row.thread;
    let before = rows[..at].iter().rfind(is_own);
    let after = rows[at + 1..].iter().find(is_own);
    let mut beside = before.into_iter().chain(after);
    row.cell.deed.is_empty()
        && is_inside_library(story, row.step)
        && beside.any(|other| !other.cell.deed.is_empty() && other.cell.line == row.cell.line)
}

/// A row for these steps of one call. The call has `all` steps.
fn row(story: &Story<'_>, steps: &[usize], foremost: usize, (weight, all): (Weight, usize)) -> Row {
    Row {
        step: foremost,
        thread: story.scenes[foremost].thread,
        weight,
        cell: cell(story, steps, foremost),
        times: 1,
        steps: all,
    }
}

fn cell(story: &Story<'_>, steps: &[usize], foremost: usize) -> Cell {
    if let Some(panic) = story.panics.get(&foremost) {
        return Cell {
            line: Some(story.label(&panic.place)),
            source: panic.excerpt.clone(),
            deed: format!("panics: {}", panic.message),
        };
    }
    let scene = &story.scenes[foremost];
    let deeds = steps
        .iter()
        .filter(|&&at| steps.len() == 1 || is_told(story, at));
    let mut deeds: Vec<String> = deeds.map(|&at| words::deed(story, at)).collect();
    deeds.extend(overwritten(story, foremost).map(|lost| lost.in_words(story)));
    deeds.retain(|deed| !deed.is_empty());
    deeds.dedup();
    if steps.len() == 1 && is_inside_library(story, foremost) && scene.excerpt.is_some() {
        deeds.clear();
    }
    let deed = deeds.join("; ");
    Cell {
        line: scene.place.as_ref().map(|place| story.label(place)),
        source: scene.excerpt.clone(),
        deed,
    }
}

/// Whether a step of a longer call gets words of its own.
fn is_told(story: &Story<'_>, at: usize) -> bool {
    let scene = &story.scenes[at];
    match scene.kind {
        Kind::Wake => scene.value != 0 || words::is_notification(story, scene),
        // A wait at a condition releases its mutex and locks it again. That goes without saying.
        _ if scene.is_access() && is_at_a_condition(scene) => false,
        _ => !is_inside_library(story, at),
    }
}

/// Whether in this step a library uses an object of its own.
fn is_inside_library(story: &Story<'_>, at: usize) -> bool {
    let scene = &story.scenes[at];
    scene.is_access()
        && !scene.is_on_own_atomic()
        && !words::is_on_lock(story, at)
        && !words::is_failed_try(story, at)
        && words::seen_of_owners(scene).is_none()
}

/// The steps, grouped by calls of the user's own code. An operation on one of the user's own
/// atomics stands alone, and so does a step after a wait.
fn groups(story: &Story<'_>) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut open: Vec<Option<usize>> = Vec::new();
    for (at, scene) in story.scenes.iter().enumerate() {
        if open.len() <= scene.thread {
            open.resize(scene.thread + 1, None);
        }
        let last = open[scene.thread].and_then(|group| groups[group].last());
        match last.map(|&last| &story.scenes[last]) {
            Some(last) if is_one_call(last, scene) => {
                let group = open[scene.thread].expect("it has a last step");
                groups[group].push(at);
            }
            _ => {
                open[scene.thread] = Some(groups.len());
                groups.push(vec![at]);
            }
        }
    }
    groups
}

fn is_one_call(last: &Scene, scene: &Scene) -> bool {
    let is_alone =
        |scene: &Scene| scene.is_on_own_atomic() || matches!(scene.kind, Kind::Write | Kind::Sleep);
    scene.place.is_some()
        && scene.is_in_call_of(last)
        && scene.kind != Kind::Woken
        && !is_alone(last)
        && !is_alone(scene)
}

/// The step of a call at which it takes effect.
fn foremost(story: &Story<'_>, steps: &[usize]) -> usize {
    let last = steps[steps.len() - 1];
    if story.last_wait(story.scenes[last].thread) == Some(last) {
        return last;
    }
    let is_lock = |at: &&usize| words::is_on_lock(story, **at);
    let is_change = |at: &&usize| {
        let scene = &story.scenes[**at];
        scene.kind != Kind::Load && story.objects.is_shared(scene.object)
    };
    let found = steps
        .iter()
        .find(is_lock)
        .or_else(|| steps.iter().rfind(is_change));
    *found.unwrap_or(&steps[0])
}

/// Merges equal rows that follow each other.
fn merged(rows: Vec<Row>) -> Vec<Row> {
    let mut merged: Vec<Row> = Vec::new();
    for row in rows {
        match merged.last_mut() {
            Some(last) if last.thread == row.thread && last.cell == row.cell => {
                last.times += 1;
                last.steps += row.steps;
                last.weight = last.weight.max(row.weight);
            }
            _ => merged.push(row),
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use Weight::{Edge, Vital};

    use super::*;

    /// The threads of the rows that stay of these: each has its thread and its weight.
    fn concerned(rows: &[(usize, Weight)]) -> Vec<usize> {
        let rows = rows.iter().map(|&(thread, weight)| Row {
            step: 0,
            thread,
            weight,
            cell: Cell::default(),
            times: 1,
            steps: 1,
        });
        let (rows, _) = of_those_concerned(rows.collect());
        rows.iter().map(|row| row.thread).collect()
    }

    #[test]
    fn two_threads_that_have_part_in_the_mistake_are_shown_with_main() {
        let rows = [(0, Edge), (1, Edge), (1, Vital), (2, Vital), (3, Edge)];
        assert_eq!(concerned(&rows), [0, 1, 1, 2]);
    }

    #[test]
    fn if_one_thread_has_part_in_it_or_three_the_others_are_shown_too() {
        assert_eq!(concerned(&[(0, Vital), (1, Vital), (2, Edge)]), [0, 1, 2]);
        let rows = [(1, Vital), (2, Vital), (3, Vital), (4, Edge)];
        assert_eq!(concerned(&rows), [1, 2, 3, 4]);
    }
}
