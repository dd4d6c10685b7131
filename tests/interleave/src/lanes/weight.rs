//! How much each step matters: which rows stay if there is no room for all.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use interleave_protocol::log::{End, Kind};

use super::{
    lost_notification::last_notification,
    objects::is_scaffolding,
    overwritten::overwritten,
    spurious,
    stale::steps_of_stale_looks,
    story::{Scene, Story},
    table::MAIN,
    words,
};
use crate::ending::cut_off;

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

/// How many of the last printed lines matter like steps between which threads take turns.
const LAST_PRINTS: usize = 3;

/// The weight of each step.
pub fn weights(story: &Story<'_>) -> Vec<Weight> {
    let vital = vital(story);
    let mut edges = edges(story);
    edges.extend(story.written.keys().rev().take(LAST_PRINTS));
    let concurrent = concurrent_part(story);
    let stale = steps_of_stale_looks(story);
    let weight = |at: usize| match plain_weight(story, at) {
        // Also if it only reads the state of a lock or a channel.
        _ if stale.contains(&at) => Weight::Vital,
        Weight::Scaffolding => Weight::Scaffolding,
        _ if is_in_vain(story, at) => Weight::Scaffolding,
        _ if is_end_of_channel(&story.scenes[at]) => Weight::Shared,
        _ if vital.contains(&at) => Weight::Vital,
        Weight::Shared | Weight::Edge if !concurrent.contains(&at) => Weight::Shared,
        weight if edges.contains(&at) || words::is_failed_try(story, at) => {
            weight.max(Weight::Edge)
        }
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
        Kind::Exit if is_end_without_a_word(story, scene) => Weight::Edge,
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
        _ if words::seen_of_owners(scene).is_some() => Weight::Edge,
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

/// Whether a thread ends here that has printed nothing, though others have, in a run that was followed
/// only so far: perhaps it should be at work.
fn is_end_without_a_word(story: &Story<'_>, exit: &Scene) -> bool {
    let printers = story.written.keys().map(|&at| story.scenes[at].thread);
    let printers: BTreeSet<usize> = printers.collect();
    story.run.end == End::Unfinished
        && !printers.contains(&exit.thread)
        && printers.iter().any(|&thread| thread != MAIN)
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

/// The steps that are part of what went wrong, and the last printed line.
fn vital(story: &Story<'_>) -> BTreeSet<usize> {
    let mut vital = BTreeSet::new();
    if story.run.end == End::Deadlock {
        vital.extend(story.holders.locks());
        let waits = (0..story.last.len()).filter_map(|thread| story.last_wait(thread));
        vital.extend(waits.filter_map(|wait| last_notification(story, wait)));
    }
    vital.extend(story.written.keys().next_back());
    vital.extend(printed_twice(story));
    // Other panics often follow from the first, for example at a poisoned lock.
    vital.extend(story.panics.keys().next());
    vital.extend(spurious::returns(story).next());
    vital.extend((0..story.scenes.len()).filter(|&at| is_given_up(story, at)));
    for at in story.first_with_frames()..story.scenes.len() {
        vital.extend(
            overwritten(story, at)
                .into_iter()
                .flat_map(|lost| [at, lost.look, lost.write]),
        );
    }
    vital
}

/// Whether a thread tries in vain to lock a lock here, and then does without it.
fn is_given_up(story: &Story<'_>, at: usize) -> bool {
    let scene = &story.scenes[at];
    let is_used_again = |later: usize| {
        let other = &story.scenes[later];
        (other.thread, other.object) == (scene.thread, scene.object)
            && (words::is_on_lock(story, later) || words::is_failed_try(story, later))
    };
    words::is_failed_try(story, at) && !(at + 1..story.scenes.len()).any(is_used_again)
}

/// The two steps that print the last line, if it was printed twice: perhaps once too often.
fn printed_twice(story: &Story<'_>) -> Vec<usize> {
    let last = story.written.values().next_back();
    let alike = story
        .written
        .iter()
        .filter(|(_, written)| Some(*written) == last);
    let alike: Vec<usize> = alike.map(|(&step, _)| step).collect();
    let is_about_output = matches!(story.run.end, End::Left | End::Unfinished);
    match alike.len() {
        2 if is_about_output && story.panics.is_empty() => alike,
        _ => Vec::new(),
    }
}

/// From the start of the first thread to the last step of one. Before it main is alone, and after it
/// too if all threads have come to their ends: nothing can come between its steps.
fn concurrent_part(story: &Story<'_>) -> Range<usize> {
    let is_other = |scene: &Scene| scene.thread != MAIN;
    let all = story.scenes.len();
    let begins = |scene: &Scene| scene.kind == Kind::Spawn || is_other(scene);
    let first = story.scenes.iter().position(begins).unwrap_or(all);
    let last = story.scenes.iter().rposition(is_other);
    let have_ended = story.run.end == End::Left && cut_off(story.run).is_empty();
    first..last.filter(|_| have_ended).map_or(all, |last| last + 1)
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
