//! Which thread holds which mutex at the end of a run, and since when.

use std::collections::BTreeMap;

use interleave_protocol::log::Kind;

use super::story::Scene;

/// The mutexes that are held, each with the step in which it was locked.
#[derive(Default)]
pub struct Holders {
    held: BTreeMap<u32, usize>,
    /// Mutexes that a wait at a condition variable has given up, by thread.
    given_up: BTreeMap<usize, (u32, usize)>,
    /// The steps in which a mutex was unlocked.
    unlocks: Vec<usize>,
}

impl Holders {
    pub fn new(scenes: &[Scene]) -> Self {
        let mut holders = Self::default();
        for (at, scene) in scenes.iter().enumerate() {
            holders.see(at, scene, scenes);
        }
        holders
    }

    /// The step in which the mutex was locked that is held now.
    pub fn locked_at(&self, mutex: u32) -> Option<usize> {
        self.held.get(&mutex).copied()
    }

    /// Whether the step has unlocked a mutex.
    pub fn is_unlock(&self, step: usize) -> bool {
        self.unlocks.binary_search(&step).is_ok()
    }

    /// The steps in which those that are held were locked.
    pub fn locks(&self) -> impl Iterator<Item = usize> {
        self.held.values().copied()
    }

    fn see(&mut self, at: usize, scene: &Scene, scenes: &[Scene]) {
        self.take_back(scene);
        let is_holder = |locked_at: &usize| scenes[*locked_at].thread == scene.thread;
        match scene.kind {
            Kind::Lock => {
                self.held.insert(scene.object, at);
            }
            Kind::Store | Kind::Update if self.held.get(&scene.object).is_some_and(is_holder) => {
                self.held.remove(&scene.object);
                self.unlocks.push(at);
            }
            Kind::Wait if is_at_a_condition(scene) => {
                // It gives up the mutex that it has locked last.
                let own = self
                    .held
                    .iter()
                    .filter(|(_, locked_at)| is_holder(locked_at));
                let last = own.max_by_key(|(_, locked_at)| **locked_at);
                if let Some((&mutex, &locked_at)) = last {
                    self.held.remove(&mutex);
                    self.given_up.insert(scene.thread, (mutex, locked_at));
                }
            }
            _ => {}
        }
    }

    /// What comes after the wait at a condition variable is done with the mutex locked again.
    fn take_back(&mut self, scene: &Scene) {
        let is_in_wait = matches!(scene.kind, Kind::Wait | Kind::Woken);
        if !is_in_wait && let Some((mutex, locked_at)) = self.given_up.remove(&scene.thread) {
            self.held.insert(mutex, locked_at);
        }
    }
}

/// Whether this is a wait at a condition variable.
pub fn is_at_a_condition(scene: &Scene) -> bool {
    let (owner, method) = scene.method();
    match owner {
        Some(owner) => owner == "Condvar",
        None => matches!(
            method,
            "wait"
                | "wait_while"
                | "wait_timeout"
                | "wait_timeout_while"
                | "wait_for"
                | "wait_until"
        ),
    }
}

#[cfg(test)]
mod tests {
    use interleave_protocol::log::Kind::{Load, Lock, Update, Wait, Woken};

    use crate::lanes::made_up::MadeUp;

    const TEXT: &str = "list.lock();\nready.wait(list);\n}\n";

    #[test]
    fn who_locks_holds_until_it_unlocks() {
        let mut run = MadeUp::new(TEXT, &["", "a"]);
        run.step((1, Lock, 1, 1), (1, "Mutex::lock"));
        assert_eq!(run.story().holders.locked_at(1), Some(0));
        run.step((0, Update, 1, 2), (1, "Mutex::lock"));
        assert_eq!(
            run.story().holders.locked_at(1),
            Some(0),
            "another thread cannot unlock"
        );
        run.step((1, Update, 1, 0), (3, "drop MutexGuard"));
        let story = run.story();
        assert_eq!(story.holders.locked_at(1), None);
        assert!(story.holders.is_unlock(2) && !story.holders.is_unlock(1));
    }

    #[test]
    fn who_waits_at_a_condition_holds_the_mutex_again_after() {
        let mut run = MadeUp::new(TEXT, &["", "a"]);
        run.step((1, Lock, 1, 1), (1, "Mutex::lock"))
            .step((1, Wait, 2, 0), (2, "Condvar::wait"));
        assert_eq!(run.story().holders.locked_at(1), None);
        run.step((1, Woken, 2, 1), (2, "Condvar::wait"));
        assert_eq!(run.story().holders.locked_at(1), None);
        run.step((1, Load, 3, 0), (3, "AtomicUsize::load"));
        assert_eq!(run.story().holders.locked_at(1), Some(0));
    }
}
