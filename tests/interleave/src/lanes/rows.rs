//! The rows of the lanes: which steps are worth one, and what stands in it.

use std::collections::BTreeSet;

use interleave_protocol::log::{End, Kind};

use super::{
    excerpt::Excerpt,
    objects::is_scaffolding,
    story::{Scene, Story},
    words,
};

/// What one thread does, in one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The step, from 0.
    pub step: usize,
    pub thread: usize,
    pub weight: Weight,
    pub cell: Cell,
    /// How often it was done, one after the other.
    pub times: usize,
    /// How many steps it stands for.
    pub steps: usize,
}

/// What stands in a lane.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// The line of the source, with its file if there are several.
    pub line: Option<String>,
    /// What is there.
    pub source: Option<Excerpt>,
    /// What the thread does there.
    pub deed: String,
}

/// How much a row is needed to understand what has happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// Not at all: it starts a thread, counts references, or touches what only one thread uses.
    Scaffolding,
    /// It touches what threads share.
    Shared,
    /// It does so before or after another thread.
    Edge,
    /// It is part of what went wrong, or comes at the end.
    Vital,
}

/// How many of the last lines that were printed are always shown.
const LAST_PRINTS: usize = 3;

/// A row for each step.
pub fn each_step(story: &Story<'_>) -> Vec<Row> {
    let one = |at| {
        let mut row = row(story, &[at], at, (Weight::Vital, 1));
        if is_inside_library(story, at) {
            row.cell.deed = words::operation(story, at);
        }
        row
    };
    (0..story.scenes.len()).map(one).collect()
}

/// A row for each call of the user's own code that other threads have to do with.
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
    rows.sort_by_key(|row| row.step);
    merged(rows)
}

/// A row for these steps of one call, which has so many in all.
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
    if is_of_caller(scene) {
        return Cell {
            deed,
            ..Cell::default()
        };
    }
    Cell {
        line: scene.place.as_ref().map(|place| story.label(place)),
        source: scene.excerpt.clone(),
        deed,
    }
}

/// Whether the place of a step that writes or sleeps is only that of a call of the function that does
/// so. The standard library is compiled without call stacks, so the line itself can be unknown.
fn is_of_caller(scene: &Scene) -> bool {
    let method = scene
        .excerpt
        .as_ref()
        .and_then(|excerpt| excerpt.method.as_deref());
    let says = |method: &str| {
        method.contains("sleep") || method.contains("write") || method.contains("print")
    };
    matches!(scene.kind, Kind::Write | Kind::Sleep)
        && scene.call.is_none()
        && method.is_some_and(|method| !says(method))
}

/// Whether a step of a longer call is worth words.
fn is_told(story: &Story<'_>, at: usize) -> bool {
    let scene = &story.scenes[at];
    match scene.kind {
        Kind::Wake => scene.value != 0 || words::is_notification(story, scene),
        _ => !is_inside_library(story, at),
    }
}

/// Whether a step is what a library does to objects of its own.
fn is_inside_library(story: &Story<'_>, at: usize) -> bool {
    let scene = &story.scenes[at];
    let is_access = matches!(
        scene.kind,
        Kind::Load | Kind::Store | Kind::Update | Kind::Lock
    );
    is_access && !scene.is_on_own_atomic() && !is_on_lock(story, at)
}

/// Whether a step locks or unlocks a mutex of the user's own.
fn is_on_lock(story: &Story<'_>, at: usize) -> bool {
    let scene = &story.scenes[at];
    let is_lock = scene.kind == Kind::Lock || story.holders.is_unlock(at);
    is_lock && story.objects.is_mutex(scene.object)
}

/// The steps by call of the user's own code. An operation on an atomic of theirs stands alone, and
/// so does what comes after a wait.
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
    let is_lock = |at: &&usize| is_on_lock(story, **at);
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

/// Rows that say the same one after the other become one.
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
    let weight = |at: usize| match plain_weight(story, at) {
        Weight::Scaffolding => Weight::Scaffolding,
        _ if is_end_of_channel(&story.scenes[at]) => Weight::Shared,
        _ if vital.contains(&at) => Weight::Vital,
        _ if edges.contains(&at) => Weight::Edge,
        weight => weight,
    };
    (0..story.scenes.len()).map(weight).collect()
}

fn plain_weight(story: &Story<'_>, at: usize) -> Weight {
    let scene = &story.scenes[at];
    match scene.kind {
        _ if is_scaffolding(scene) => Weight::Scaffolding,
        Kind::Write if is_around_panic(story, at) => Weight::Scaffolding,
        Kind::Write => Weight::Shared,
        Kind::Sleep => Weight::Edge,
        // A library's own, or the lock of stdout.
        Kind::Woken | Kind::Wait | Kind::Wake
            if !story.objects.is_known(scene.object)
                || story.locks_of_output.contains(&scene.object) =>
        {
            Weight::Scaffolding
        }
        Kind::Wait if is_last(story, at) => Weight::Scaffolding,
        Kind::Wait | Kind::Woken => Weight::Edge,
        Kind::Wake if scene.value != 0 || words::is_notification(story, scene) => Weight::Edge,
        Kind::Load | Kind::Store | Kind::Update | Kind::Lock
            if scene.place.is_some() && story.objects.is_shared(scene.object) =>
        {
            Weight::Shared
        }
        _ => Weight::Scaffolding,
    }
}

/// Whether one end of a channel is dropped.
fn is_end_of_channel(scene: &Scene) -> bool {
    let dropped = scene.method().1.strip_prefix("drop ");
    scene.kind != Kind::Wake && dropped.is_some_and(|dropped| !dropped.contains("Guard"))
}

/// Whether a step writes what stands before or after the message of a panic.
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

/// Whether it is the last step of a thread that has not ended. Then it stands at the end anyway.
fn is_last(story: &Story<'_>, at: usize) -> bool {
    let thread = story.scenes[at].thread;
    !story.scenes[at + 1..]
        .iter()
        .any(|scene| scene.thread == thread)
}

/// The steps that are part of what went wrong, and the last that were printed.
fn vital(story: &Story<'_>) -> BTreeSet<usize> {
    let mut vital = BTreeSet::new();
    if story.run.end == End::Deadlock {
        vital.extend(story.holders.locks());
    }
    vital.extend(story.written.keys().rev().take(LAST_PRINTS));
    // Other panics often come of the first: of a lock that is poisoned, say.
    vital.extend(story.panics.keys().next());
    for at in 0..story.scenes.len() {
        vital.extend(
            overwritten(story, at)
                .into_iter()
                .flat_map(|lost| [at, lost.load, lost.write]),
        );
    }
    vital
}

/// The steps on an object before or after which another thread does something else to it.
fn edges(story: &Story<'_>) -> BTreeSet<usize> {
    let mut last: std::collections::BTreeMap<u32, usize> = std::collections::BTreeMap::new();
    let mut edges = BTreeSet::new();
    for (at, scene) in story
        .scenes
        .iter()
        .enumerate()
        .filter(|(_, scene)| scene.object != 0)
    {
        if let Some(before) = last.insert(scene.object, at) {
            let other = &story.scenes[before];
            let is_change = scene.kind != Kind::Load || other.kind != Kind::Load;
            if other.thread != scene.thread && is_change {
                edges.extend([before, at]);
            }
        }
    }
    edges
}

/// A value that a thread has overwritten though it had seen another one before.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Overwritten {
    /// The step in which the thread has read.
    load: usize,
    /// The step in which the other thread has written.
    write: usize,
}

impl Overwritten {
    fn in_words(&self, story: &Story<'_>) -> String {
        let (load, write) = (self.load + 1, self.write + 1);
        match (
            words::value(story, self.load),
            words::value(story, self.write),
        ) {
            (Some(seen), Some(lost)) => {
                format!("overwrites the {lost} of step {write}: it had read {seen} at step {load}")
            }
            _ => format!("overwrites what step {write} has written since it read at step {load}"),
        }
    }
}

/// What a store has overwritten that another thread has written since this one has read.
fn overwritten(story: &Story<'_>, at: usize) -> Option<Overwritten> {
    let store = &story.scenes[at];
    if store.kind != Kind::Store || !store.is_on_own_atomic() {
        return None;
    }
    let mut write = None;
    for (load, scene) in story.scenes[..at].iter().enumerate().rev() {
        if scene.object != store.object || !scene.is_on_own_atomic() {
            continue;
        }
        match scene.kind {
            Kind::Load if scene.thread == store.thread => {
                let is_other = |write: &usize| story.scenes[*write].value != scene.value;
                return write
                    .filter(is_other)
                    .map(|write| Overwritten { load, write });
            }
            Kind::Store | Kind::Update if scene.thread == store.thread => return None,
            Kind::Store | Kind::Update => write = write.or(Some(load)),
            _ => {}
        }
    }
    None
}
