//! The rows of the lanes: which steps are worth a row, and the content of each row.

use std::collections::{BTreeMap, BTreeSet};

use interleave_protocol::log::{End, Kind};

use super::{
    cause::last_notification,
    excerpt::Excerpt,
    holders::is_at_a_condition,
    objects::is_scaffolding,
    overwritten::overwritten,
    stale::stale_looks,
    story::{Scene, Story},
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

/// How important a row is to understand the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// Not at all: it starts a thread, counts references, or uses what only one thread uses.
    Scaffolding,
    /// It uses an object that threads share.
    Shared,
    /// It does so directly before or after another thread.
    Edge,
    /// It is part of what went wrong, or is at the end.
    Vital,
}

/// From this many steps on, the first steps of a run may have no call stacks.
const LONG: usize = 1000;
/// How many of the last printed lines are always shown.
const LAST_PRINTS: usize = 3;

/// A row for each step.
pub fn each_step(story: &Story<'_>) -> Vec<Row> {
    let one = |at| {
        let mut row = row(story, &[at], at, (Weight::Vital, 1));
        if story.scenes[at].is_access() && !story.scenes[at].is_on_own_atomic() {
            row.cell.deed = words::operation(story, at);
        }
        row
    };
    let steps = first_with_frames(story)..story.scenes.len();
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

/// The first step that has a call stack. In a long run the earlier steps have none.
fn first_with_frames(story: &Story<'_>) -> usize {
    if story.run.steps.len() < LONG {
        return 0;
    }
    let first = story
        .run
        .steps
        .iter()
        .position(|step| !step.frames.is_empty());
    first.unwrap_or(0)
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
        let shown: Vec<usize> = group
            .into_iter()
            .filter(|&at| weights[at] > Weight::Scaffolding)
            .collect();
        rows.push(row(story, &shown, foremost(story, &shown), (weight, steps)));
    }
    rows.retain(|row| !row.cell.is_empty());
    rows.sort_by_key(|row| row.step);
    let told = (0..rows.len()).filter(|&at| !is_silent(story, &rows, at));
    merged(told.map(|at| rows[at].clone()).collect())
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

fn weights(story: &Story<'_>) -> Vec<Weight> {
    let vital = vital(story);
    let edges = edges(story);
    let stale = stale_looks(story).into_iter();
    let stale: BTreeSet<usize> = stale.flat_map(|stale| [stale.look, stale.change]).collect();
    let weight = |at: usize| match plain_weight(story, at) {
        // Also if it only reads the state of a lock or a channel.
        _ if stale.contains(&at) => Weight::Vital,
        Weight::Scaffolding => Weight::Scaffolding,
        _ if is_in_vain(story, at) => Weight::Scaffolding,
        _ if is_end_of_channel(&story.scenes[at]) => Weight::Shared,
        _ if vital.contains(&at) => Weight::Vital,
        weight if edges.contains(&at) => weight.max(Weight::Edge),
        weight => weight,
    };
    let mut weights: Vec<Weight> = (0..story.scenes.len()).map(weight).collect();
    // A lock whose unlock is not shown would seem to be held.
    for period in story.holders.periods() {
        let Some(to) = period.to else { continue };
        let pair = [weights[period.from], weights[to]];
        if !pair.contains(&Weight::Scaffolding) {
            let most = pair[0].max(pair[1]);
            (weights[period.from], weights[to]) = (most, most);
        }
    }
    weights
}

/// Whether a step of a run that goes on and on only repeats, after the last change, what its thread
/// has done there before.
fn is_in_vain(story: &Story<'_>, at: usize) -> bool {
    let since = story.run.last_change + 1;
    let scene = &story.scenes[at];
    story.run.end == End::StepLimit
        && at > since
        && story.scenes[since..at].iter().any(|before| {
            (before.thread, before.kind, &before.place) == (scene.thread, scene.kind, &scene.place)
        })
}

fn plain_weight(story: &Story<'_>, at: usize) -> Weight {
    let scene = &story.scenes[at];
    match scene.kind {
        // The last known step of a program that was killed.
        _ if story.run.end == End::Lost && at + 1 == story.scenes.len() => Weight::Vital,
        _ if is_scaffolding(scene) => Weight::Scaffolding,
        // The output of a test harness, or the rest of a line.
        Kind::Write if scene.is_foreign || !story.written.contains_key(&at) => Weight::Scaffolding,
        Kind::Write if is_around_panic(story, at) => Weight::Scaffolding,
        Kind::Write => Weight::Shared,
        Kind::Sleep if scene.method().1.contains("sleep") => Weight::Shared,
        // A library function sleeps as part of its work.
        Kind::Sleep => Weight::Scaffolding,
        Kind::Leave if is_exit(story, scene) => Weight::Vital,
        // An object inside a library.
        Kind::Woken | Kind::Wait | Kind::Wake if !story.objects.is_known(scene.object) => {
            Weight::Scaffolding
        }
        // The end of the picture shows what a thread waits for. For a lock, that is enough.
        Kind::Wait if story.last_wait(scene.thread) == Some(at) => {
            match story.awaited_lock(scene.thread) {
                Some(_) => Weight::Scaffolding,
                None => Weight::Vital,
            }
        }
        Kind::Wait | Kind::Woken => Weight::Edge,
        Kind::Wake if scene.value != 0 || words::is_notification(story, scene) => Weight::Edge,
        // It reads the state of a lock, or tries in vain to lock it.
        _ if story.objects.is_lock(scene.object)
            && !words::is_on_lock(story, at)
            && !scene.method().1.starts_with("try_") =>
        {
            Weight::Scaffolding
        }
        _ if !scene.is_access() || scene.place.is_none() || !matters(story, at) => {
            Weight::Scaffolding
        }
        // What threads read tells less than what they change.
        Kind::Store | Kind::Update if scene.is_on_own_atomic() => Weight::Edge,
        _ => Weight::Shared,
    }
}

/// Whether the program seems to have ended by a call of `exit`, and not at the end of main.
fn is_exit(story: &Story<'_>, leave: &Scene) -> bool {
    let is_failure = !matches!(story.run.status.code(), Some(0) | None);
    leave.thread != 0 || leave.place.is_some() || is_failure && story.panics.is_empty()
}

/// Whether a step uses an object that threads share, or locks a lock that is still held at the end.
fn matters(story: &Story<'_>, at: usize) -> bool {
    story.objects.is_shared(story.scenes[at].object) || story.holders.locks().any(|lock| lock == at)
}

/// Whether one end of a channel is dropped.
fn is_end_of_channel(scene: &Scene) -> bool {
    let dropped = scene.method().1.strip_prefix("drop ");
    scene.kind != Kind::Wake && dropped.is_some_and(|dropped| !dropped.contains("Guard"))
}

/// Whether a step writes the text before or after the message of a panic.
fn is_around_panic(story: &Story<'_>, at: usize) -> bool {
    let written = story.written.get(&at).filter(|written| written.is_error());
    let text = written
        .and_then(|written| written.text.as_deref())
        .map(str::trim);
    !story.panics.contains_key(&at)
        && text.is_some_and(|text| {
            text.is_empty() || text.starts_with("note: run with `RUST_BACKTRACE")
        })
}

/// The steps that are part of what went wrong, and the last printed lines.
fn vital(story: &Story<'_>) -> BTreeSet<usize> {
    let mut vital = BTreeSet::new();
    if story.run.end == End::Deadlock {
        vital.extend(story.holders.locks());
        let waits = (0..story.last.len()).filter_map(|thread| story.last_wait(thread));
        vital.extend(waits.filter_map(|wait| last_notification(story, wait)));
    }
    vital.extend(story.written.keys().rev().take(LAST_PRINTS));
    // Other panics often follow from the first, for example at a poisoned lock.
    vital.extend(story.panics.keys().next());
    for at in first_with_frames(story)..story.scenes.len() {
        vital.extend(
            overwritten(story, at)
                .into_iter()
                .flat_map(|lost| [at, lost.load, lost.write]),
        );
    }
    vital
}

/// The neighbouring steps on the same object by different threads, if one of them changes it. What
/// is printed is no such object: threads need not take turns to print.
fn edges(story: &Story<'_>) -> BTreeSet<usize> {
    // The last step on each object, and whether it has changed the object.
    let mut last: BTreeMap<u32, (usize, bool)> = BTreeMap::new();
    let mut edges = BTreeSet::new();
    for (at, scene) in story.scenes.iter().enumerate() {
        if scene.object == 0 || scene.kind == Kind::Write {
            continue;
        }
        let before = last.get(&scene.object).copied();
        let is_change = match (scene.kind, before) {
            (Kind::Load, _) => false,
            (Kind::Update, Some((before, _))) => story.scenes[before].value != scene.value,
            _ => true,
        };
        last.insert(scene.object, (at, is_change));
        if let Some((before, was_change)) = before {
            let is_other = story.scenes[before].thread != scene.thread;
            edges.extend(
                [before, at]
                    .into_iter()
                    .filter(|_| is_other && (is_change || was_change)),
            );
        }
    }
    edges
}
