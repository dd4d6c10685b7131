//! Which condition variable a call is about.
//!
//! In parking_lot a thread that waits at a condition variable sleeps at an object of its own, and a
//! notification that finds no thread there only reads. So the condition variables are the objects
//! that notifications use first, and a call that waits is about the one that it uses.

use std::collections::{BTreeMap, BTreeSet};

use interleave_protocol::log::Kind;

use super::{
    holders::{is_at_a_condition, is_lock_call},
    story::Scene,
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
    for call in &calls {
        let first = &scenes[call[0]];
        if !is_at_a_condition(first) && !is_notification(first) {
            continue;
        }
        if is_notification(first) && call.iter().all(|&at| scenes[at].kind == Kind::Load) {
            for &at in call {
                (scenes[at].kind, scenes[at].value) = (Kind::Wake, 0);
            }
        }
        let mut used = call.iter().flat_map(|&at| steps[at].operations());
        let condition = used.find(|(_, object)| conditions.contains(object));
        let Some((_, condition)) = condition else {
            continue;
        };
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

fn is_notification(scene: &Scene) -> bool {
    scene.method().1.starts_with("notify_")
}

#[cfg(test)]
mod tests {
    use interleave_protocol::log::Kind::{Load, Update, Wait, Wake};

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
    fn a_notification_that_only_looks_wakes_no_thread() {
        let mut run = MadeUp::new(TEXT, &[""]);
        run.step((0, Load, 1, 0), (2, "Condvar::notify_one"));
        let scene = &run.story().scenes[0];
        assert_eq!((scene.kind, scene.value), (Wake, 0));
    }
}
