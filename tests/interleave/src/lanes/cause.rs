//! Why a thread that waits at the end of a run is not woken, as far as the log shows.

use std::collections::BTreeSet;

use interleave_protocol::log::{Kind, Waiting, woken};

use super::{
    holders::{is_at_a_condition, is_park, reads},
    lost_notification,
    story::{Scene, Story},
    threads,
    wishes::{barrier, since, waiting_writer},
};

/// Why the threads of a deadlock cannot go on, one sentence for each reason.
pub fn causes(story: &Story<'_>) -> Vec<String> {
    let threads = 0..story.last.len();
    let ring = ring(story);
    if ring.len() > 1 {
        return vec![ring_of_locks(story, &ring)];
    }
    let mut explained = BTreeSet::new();
    let threads = threads.filter(|&thread| explained.insert(what_for(story, thread)));
    let mut causes: Vec<String> = threads.filter_map(|thread| cause(story, thread)).collect();
    let mut told = BTreeSet::new();
    causes.retain(|cause| told.insert(cause.clone()));
    // A thread that cannot go on for another reason may have the sender.
    if causes.iter().any(|cause| cause != NO_MESSAGE) {
        causes.retain(|cause| cause != NO_MESSAGE);
    }
    causes
}

/// Why a thread waits for a message without end.
const NO_MESSAGE: &str = "`recv` waits for a message as long as a `Sender` of the channel exists.";

/// The condition variable that a thread waits at, or the thread itself.
fn what_for(story: &Story<'_>, thread: usize) -> Result<u32, usize> {
    let wait = story.last_wait(thread).map(|wait| &story.scenes[wait]);
    let wait = wait.filter(|wait| is_at_a_condition(wait));
    wait.map(|wait| wait.object).ok_or(thread)
}

fn ring_of_locks(story: &Story<'_>, ring: &[usize]) -> String {
    let mentions: Vec<String> = ring
        .iter()
        .map(|&thread| story.threads.mention(thread))
        .collect();
    let holder = match ring.len() {
        2 => "the other",
        _ => "the next",
    };
    format!(
        "{} each wait for a lock that {holder} holds.",
        threads::all(&mentions)
    )
}

/// The thread that holds the lock that this one waits for.
fn holder(story: &Story<'_>, thread: usize) -> Option<usize> {
    Some(story.scenes[story.locked_at(thread)?].thread)
}

/// The threads that wait for themselves, each through a chain of locks.
pub fn ring(story: &Story<'_>) -> Vec<usize> {
    let threads = 0..story.last.len();
    threads.filter(|&start| is_in_ring(story, start)).collect()
}

fn is_in_ring(story: &Story<'_>, start: usize) -> bool {
    let next = |thread: &usize| holder(story, *thread);
    let chain = std::iter::successors(next(&start), next);
    chain.take(story.last.len()).any(|thread| thread == start)
}

fn cause(story: &Story<'_>, thread: usize) -> Option<String> {
    let here = &story.last[thread];
    if story.awaited_lock(thread).is_some() {
        return own_lock(story, thread);
    }
    let waiting = story.run.threads.get(thread)?.waiting;
    if !matches!(waiting, Waiting::Futex | Waiting::FutexLimit) {
        return None;
    }
    match here.method().0 {
        _ if is_at_a_condition(here) => lost_notification::cause(story, thread),
        Some("Receiver" | "Iter" | "IntoIter") => Some(NO_MESSAGE.into()),
        Some("Barrier") => Some(format!(
            "too few threads have come to {}.",
            barrier(story, here)
        )),
        _ if is_park(here) => lost_unpark(story, thread),
        _ => None,
    }
}

/// What may have become of an `unpark`. One that wakes no thread is not in the log.
fn lost_unpark(story: &Story<'_>, thread: usize) -> Option<String> {
    let mut own = story.scenes.iter().filter(|scene| scene.thread == thread);
    let is_unparked = |scene: &Scene| {
        scene.kind == Kind::Woken && scene.value == woken::BY_A_THREAD && is_park(scene)
    };
    own.any(is_unparked)
        .then(|| {
            let parked = story.threads.mention(thread);
            format!(
                "no thread unparks {parked} any more. An `unpark` may have come too early, or several before \
                 {parked} went on: they count as one."
            )
        })
}

/// The sentence for a thread that waits for a lock that it holds itself.
fn own_lock(story: &Story<'_>, thread: usize) -> Option<String> {
    let locked_at = story.locked_at(thread)?;
    let lock = &story.scenes[locked_at];
    if lock.thread != thread {
        return None;
    }
    let mention = story.threads.mention(thread);
    let is_read = reads(lock);
    let kind = if is_read { "a read lock of " } else { "" };
    let object = story.objects.mention(lock.object);
    let held = format!("{kind}{object} {}", since(story, locked_at));
    let second_read = is_read && reads(&story.last[thread]);
    Some(
        match waiting_writer(story, lock.object).filter(|_| second_read) {
            // Two reads do not exclude each other.
            Some(writer) => format!(
                "{mention} has held {held}. It wants to read once more, and that waits behind {}, which \
             waits to write.",
                story.threads.mention(writer)
            ),
            None => format!("{mention} waits for itself: it has held {held}."),
        },
    )
}
