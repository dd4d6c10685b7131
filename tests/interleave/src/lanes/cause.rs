//! Why a thread that waits at the end of a run is not woken, as far as the log shows.

use std::collections::BTreeSet;

use interleave_protocol::log::{Kind, Waiting, woken};

use super::{
    holders::{is_at_a_condition, is_park},
    story::{Scene, Story},
    threads,
    words::{is_notification, since},
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
    causes.dedup();
    causes
}

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
        _ if is_at_a_condition(here) => notification(story, thread),
        Some("Receiver" | "Iter" | "IntoIter") => {
            Some("`recv` waits for a message as long as a `Sender` of the channel exists.".into())
        }
        Some("Barrier") => Some("too few threads have come to the barrier.".into()),
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

/// Whether this call locks for reading.
fn reads(scene: &Scene) -> bool {
    scene.method().1.ends_with("read")
}

/// A thread that waits to lock this lock for writing.
fn waiting_writer(story: &Story<'_>, lock: u32) -> Option<usize> {
    let mut threads = 0..story.last.len();
    threads.find(|&thread| story.awaited_lock(thread) == Some(lock) && !reads(&story.last[thread]))
}

/// The last notification of the condition variable of this wait.
pub fn last_notification(story: &Story<'_>, wait: usize) -> Option<usize> {
    let condition = story.scenes[wait].object;
    let mut scenes = story.scenes.iter();
    scenes.rposition(|scene| scene.object == condition && is_notification(story, scene))
}

/// Whether a thread was asleep at the condition variable when this notification came.
fn was_asleep(story: &Story<'_>, thread: usize, notification: usize) -> bool {
    let condition = story.scenes[notification].object;
    let mut before = story.scenes[..notification].iter().rev();
    before
        .find(|scene| scene.thread == thread)
        .is_some_and(|last| last.kind == Kind::Wait && last.object == condition)
}

/// What happened to the last notification of the condition variable that a thread waits at.
fn notification(story: &Story<'_>, thread: usize) -> Option<String> {
    let wait = story.last_wait(thread)?;
    let condition = story.scenes[wait].object;
    let name = match story.objects.mention(condition) {
        name if name.is_empty() => "the condition variable".to_owned(),
        name => name,
    };
    let waiter = story.threads.mention(thread);
    let Some(last) = last_notification(story, wait) else {
        return Some(format!("no notification of {name} has reached {waiter}."));
    };
    let notification = &story.scenes[last];
    let notifier = story.threads.mention(notification.thread);
    let woken: Vec<usize> = threads::in_set(notification.value).collect();
    let has_woken = was_asleep(story, thread, last) && woken.contains(&thread);
    let mentions = |threads: Vec<usize>| {
        let mentions = threads.into_iter().map(|it| story.threads.mention(it));
        threads::all(&mentions.collect::<Vec<_>>())
    };
    let missed = asleep_since_before(story, last);
    let step = last + 1;
    Some(match woken.len() {
        0 if last > wait => {
            format!("{notifier} notified {name} at step {step}: no thread was woken.")
        }
        1.. if !missed.is_empty() => format!(
            "the last notification of {name}, by {notifier} at step {step}, woke {} only, and not {}.",
            mentions(woken),
            mentions(missed)
        ),
        _ if has_woken => format!(
            "the last notification of {name}, by {notifier} at step {step}, woke {waiter}, which waits \
             again since step {}.",
            wait + 1
        ),
        _ => format!(
            "{notifier} notified {name} for the last time at step {step}, before {waiter} began to \
             wait at step {}.",
            wait + 1
        ),
    })
}

/// The threads that wait at the end for the condition variable of this notification, and have slept
/// there since before it.
fn asleep_since_before(story: &Story<'_>, notification: usize) -> Vec<usize> {
    let condition = story.scenes[notification].object;
    let is_one = |thread: &usize| {
        let wait = story.last_wait(*thread);
        wait.is_some_and(|wait| wait < notification && story.scenes[wait].object == condition)
    };
    (0..story.last.len()).filter(is_one).collect()
}
