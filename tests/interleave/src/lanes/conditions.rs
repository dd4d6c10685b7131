//! Which condition variable a call is about.
//!
//! In parking_lot a thread that waits at a condition variable sleeps at an object of its own. So the
//! condition variables are the objects that notifications use first, and a call that waits is about
//! the one that it uses. A notification wakes no thread while the mutex is locked: it lets threads
//! wait for the mutex instead.

use std::collections::{BTreeMap, BTreeSet};

use interleave_protocol::log::Kind;

use super::{
    holders::{is_at_a_condition, is_lock_call},
    story::Scene,
    threads,
};
use crate::run::Step;

/// Gives the steps in which threads sleep at condition variables, or are woken there, the object of
/// the condition variable. `scenes` are the steps with their places, and `last` are the places of
/// the threads at the end.
pub fn unify(steps: &[Step], scenes: &mut [Scene], last: &mut [Scene]) {
    let calls = calls(scenes);
    let objects_of = |is_one: fn(&Scene) -> bool| -> BTreeSet<u32> {
        let firsts = calls.iter().map(|call| &scenes[call[0]]);
        firsts
            .filter(|first| is_one(first))
            .map(|first| first.object)
            .collect()
    };
    let (conditions, locks) = (objects_of(is_notification), objects_of(is_lock_call));
    let mut waits = Vec::new();
    for call in &calls {
        let first = &scenes[call[0]];
        if !is_at_a_condition(first) && !is_notification(first) {
            continue;
        }
        let mut used = call.iter().flat_map(|&at| steps[at].operations());
        let condition = used.find(|(_, object)| conditions.contains(object));
        let Some((_, condition)) = condition else {
            continue;
        };
        if is_at_a_condition(first) {
            waits.push((call.as_slice(), condition));
        }
        let put = |scene: &mut Scene| {
            let is_asleep = matches!(scene.kind, Kind::Wait | Kind::Woken | Kind::Wake);
            if is_asleep && !locks.contains(&scene.object) {
                scene.object = condition;
            }
        };
        if let Some(last) = last.get_mut(scenes[call[0]].thread)
            && last.is_in_call_of(&scenes[call[0]])
        {
            put(last);
        }
        call.iter().for_each(|&at| put(&mut scenes[at]));
    }
    for call in &calls {
        if is_notification(&scenes[call[0]]) {
            name_the_notified(steps, scenes, call, &waits);
        }
    }
}

/// A notification that wakes no thread, because the mutex is locked, is made a step that does, with
/// the threads that it lets wait for the mutex. `waits` are the calls that wait, each with its
/// condition variable.
fn name_the_notified(
    steps: &[Step],
    scenes: &mut [Scene],
    call: &[usize],
    waits: &[(&[usize], u32)],
) {
    let condition = scenes[call[0]].object;
    let is_for_one = scenes[call[0]].method().1 == "notify_one";
    let wake = call.iter().find(|&&at| scenes[at].kind == Kind::Wake);
    // In std all that are notified sleep at the condition variable itself, and are woken.
    if wake.is_some_and(|&at| is_for_one || steps[at].entry.object == condition) {
        return;
    }
    let wake = *wake.unwrap_or(&call[call.len() - 1]);
    let waits = waits.iter().filter(|(_, about)| *about == condition);
    let begun = waits.filter_map(|(wait, _)| {
        let begun = waits_since(&scenes[..wake], wait, condition)?;
        Some((begun, scenes[wait[0]].thread))
    });
    // Threads are notified in the order in which they have begun to wait.
    let in_order: BTreeMap<usize, usize> = begun.collect();
    let mut notified: Vec<usize> = in_order.into_values().collect();
    if is_for_one {
        notified.truncate(1);
    }
    let scene = &mut scenes[wake];
    (scene.kind, scene.object, scene.value) = (Kind::Wake, condition, threads::set(notified));
}

/// The step since which the thread of this call waits in it, if it does after the steps in `before`
/// and was not notified. A call can wait several times.
fn waits_since(before: &[Scene], call: &[usize], condition: u32) -> Option<usize> {
    let thread = before.get(call[0])?.thread;
    let latest = before.iter().rposition(|scene| scene.thread == thread)?;
    let place = call.iter().position(|&at| at == latest)?;
    let own = &call[..=place];
    let woken = own.iter().rposition(|&at| before[at].kind == Kind::Woken);
    let asleep = own.iter().rposition(|&at| before[at].kind == Kind::Wait);
    let begun = match (woken, asleep) {
        // It has been woken, and has not begun to wait again.
        (Some(woken), asleep) if asleep.is_none_or(|asleep| asleep < woken) => return None,
        (_, Some(asleep)) => own[asleep],
        _ => own[0],
    };
    let is_notified = before[begun..].iter().any(|scene| {
        scene.kind == Kind::Wake
            && scene.object == condition
            && threads::in_set(scene.value).any(|woken| woken == thread)
    });
    (!is_notified).then_some(begun)
}

/// The steps of each call, in order.
fn calls(scenes: &[Scene]) -> Vec<Vec<usize>> {
    let mut calls: Vec<Vec<usize>> = Vec::new();
    let mut current: BTreeMap<usize, usize> = BTreeMap::new();
    for (at, scene) in scenes.iter().enumerate() {
        let call = current.get(&scene.thread).copied();
        match call.filter(|&call| scene.is_in_call_of(&scenes[calls[call][0]])) {
            Some(call) => calls[call].push(at),
            None => {
                current.insert(scene.thread, calls.len());
                calls.push(vec![at]);
            }
        }
    }
    calls
}

/// Whether this is in a call that notifies a condition variable.
pub fn is_notification(scene: &Scene) -> bool {
    scene.method().1.starts_with("notify_")
}

#[cfg(test)]
mod tests {
    use interleave_protocol::log::Kind::{Load, Update, Wait, Wake, Woken};

    use crate::lanes::made_up::MadeUp;

    const TEXT: &str = "ready.wait(&mut seen);\nready.notify_one();\n";

    #[test]
    fn threads_that_sleep_at_objects_of_their_own_wait_for_one_condition_variable() {
        let mut run = MadeUp::new(TEXT, &["", "a", "b"]);
        run.step((1, Update, 1, 8), (1, "Condvar::wait"))
            .step((1, Wait, 11, 0), (1, "Condvar::wait"))
            .step((2, Update, 1, 8), (1, "Condvar::wait"))
            .step((2, Wait, 12, 0), (1, "Condvar::wait"))
            .step((0, Load, 1, 8), (2, "Condvar::notify_one"))
            .step((0, Wake, 11, 0b10), (2, "Condvar::notify_one"));
        let story = run.story();
        for at in [1, 3, 5] {
            assert_eq!(story.objects.mention(story.scenes[at].object), "`ready`");
        }
        assert_eq!(story.scenes[5].kind, Wake);
    }

    #[test]
    fn a_notification_under_the_mutex_notifies_those_that_have_waited_longest() {
        let text = "ready.wait(&mut seen);\nready.notify_one();\nready.notify_all();\n";
        let mut run = MadeUp::new(text, &["", "a", "b", "c"]);
        for (thread, own) in [(3, 13), (1, 11), (2, 12)] {
            run.step((thread, Update, 1, 8), (1, "Condvar::wait"))
                .step((thread, Wait, own, 0), (1, "Condvar::wait"));
        }
        // Object 4 is the mutex.
        run.step((0, Load, 1, 8), (2, "Condvar::notify_one"))
            .also(Update, 4, 3)
            .step((0, Load, 1, 8), (3, "Condvar::notify_all"))
            .also(Update, 4, 3);
        let story = run.story();
        let notified = [6, 7].map(|at| (story.scenes[at].kind, story.scenes[at].value));
        assert_eq!(notified, [(Wake, 0b1000), (Wake, 0b0110)]);
    }

    #[test]
    fn a_thread_that_waits_again_is_behind_those_that_waited_meanwhile() {
        let mut run = MadeUp::new(TEXT, &["", "a", "b"]);
        run.step((1, Update, 1, 8), (1, "Condvar::wait"))
            .step((1, Wait, 11, 0), (1, "Condvar::wait"))
            .step((0, Wake, 11, 0b10), (2, "Condvar::notify_one"))
            .step((2, Update, 1, 8), (1, "Condvar::wait"))
            .step((2, Wait, 12, 0), (1, "Condvar::wait"))
            .step((1, Woken, 11, 0), (1, "Condvar::wait"))
            .step((1, Wait, 11, 0), (1, "Condvar::wait"))
            .step((0, Update, 4, 0), (0, ""))
            .step((0, Load, 1, 8), (2, "Condvar::notify_one"))
            .also(Update, 4, 3);
        assert_eq!(run.story().scenes[8].value, 0b100);
    }

    #[test]
    fn a_thread_that_has_been_notified_waits_no_longer() {
        let mut run = MadeUp::new(TEXT, &["", "a", "b"]);
        run.step((1, Update, 1, 8), (1, "Condvar::wait"))
            .step((1, Wait, 11, 0), (1, "Condvar::wait"))
            .step((0, Wake, 11, 0b10), (2, "Condvar::notify_one"))
            .step((1, Woken, 11, 0), (1, "Condvar::wait"))
            .step((2, Load, 1, 8), (2, "Condvar::notify_one"))
            .also(Update, 4, 3);
        assert_eq!(run.story().scenes[4].value, 0);
    }

    #[test]
    fn a_notification_that_only_looks_wakes_no_thread() {
        let mut run = MadeUp::new(TEXT, &[""]);
        run.step((0, Load, 1, 0), (2, "Condvar::notify_one"));
        let scene = &run.story().scenes[0];
        assert_eq!((scene.kind, scene.value), (Wake, 0));
    }
}
