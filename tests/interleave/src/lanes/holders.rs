//! Which threads hold which locks at the end of a run, and since which step.

use std::{
    collections::{BTreeMap, BTreeSet},
    iter,
};

use interleave_protocol::log::Kind;

use super::{conditions::is_notification, story::Scene};
use crate::run::Step;

/// The held locks, each with the steps in which it was locked. A lock that is held for reading has
/// one step for each reader.
#[derive(Default)]
pub struct Holders {
    held: BTreeMap<u32, Vec<usize>>,
    /// The value of each object, as far as it is known.
    values: BTreeMap<u32, u64>,
    /// Mutexes that a wait at a condition variable has released, by thread.
    given_up: BTreeMap<usize, (u32, usize)>,
    /// The threads that were seen to release a mutex in the wait in which they are.
    have_released: BTreeSet<usize>,
    /// The locks that were locked, by step.
    locks: BTreeMap<usize, Vec<u32>>,
    /// The locks that were unlocked, by step.
    unlocks: BTreeMap<usize, Vec<u32>>,
    /// The periods in which locks were held, in the order of their ends.
    periods: Vec<Period>,
}

/// A period in which a thread held a lock, from one step to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    pub lock: u32,
    pub thread: usize,
    pub from: usize,
    /// None if the lock is held at the end.
    pub to: Option<usize>,
}

impl Holders {
    /// Who holds what, from these steps of a run. `scenes` are the same steps with their places.
    pub fn new(steps: &[Step], scenes: &[Scene], is_lock: impl Fn(u32) -> bool) -> Self {
        let mut holders = Self::default();
        let mut open = Vec::new();
        for (at, (step, scene)) in iter::zip(steps, scenes).enumerate() {
            holders.take_back(scene);
            if scene.kind == Kind::Wait && is_at_a_condition(scene) && !is_lock(scene.object) {
                holders.give_up(scene, scenes);
            }
            // A step that is a whole call may lock and unlock on the way.
            let operations = iter::once(scene.clone()).chain(accesses(step, scene));
            for operation in operations {
                // A notification changes the mutex for those that it lets wait for it.
                if is_lock(operation.object) && !is_notification(scene) {
                    holders.see(at, &operation, scenes);
                }
                if matches!(operation.kind, Kind::Load | Kind::Store | Kind::Update) {
                    holders.values.insert(operation.object, operation.value);
                }
            }
            holders.note_periods(at, scenes, &mut open);
        }
        holders.periods.append(&mut open);
        holders
    }

    /// The steps in which a lock was locked, if it is held now.
    pub fn locked_at(&self, lock: u32) -> &[usize] {
        self.held.get(&lock).map_or(&[], Vec::as_slice)
    }

    /// The value of an object, as far as it is known.
    pub fn value(&self, object: u32) -> Option<u64> {
        self.values.get(&object).copied()
    }

    /// The periods in which locks were held.
    pub fn periods(&self) -> &[Period] {
        &self.periods
    }

    /// Ends the periods in `open` whose locks are no longer held after this step, and begins new
    /// ones.
    fn note_periods(&mut self, at: usize, scenes: &[Scene], open: &mut Vec<Period>) {
        let threads = |steps: &[usize]| steps.iter().map(|&step| scenes[step].thread).collect();
        let held: BTreeMap<u32, BTreeSet<usize>> = self
            .held
            .iter()
            .map(|(lock, steps)| (*lock, threads(steps)))
            .collect();
        let is_held = |period: &Period| {
            held.get(&period.lock)
                .is_some_and(|threads| threads.contains(&period.thread))
        };
        let over = open.extract_if(.., |period| !is_held(period));
        self.periods.extend(over.map(|period| Period {
            to: Some(at),
            ..period
        }));
        for (lock, threads) in held {
            for thread in threads {
                let is_open = |period: &Period| (period.lock, period.thread) == (lock, thread);
                if !open.iter().any(is_open) {
                    open.push(Period {
                        lock,
                        thread,
                        from: at,
                        to: None,
                    });
                }
            }
        }
    }

    /// The locks that the step has locked.
    pub fn locked_in(&self, step: usize) -> &[u32] {
        self.locks.get(&step).map_or(&[], Vec::as_slice)
    }

    /// The locks that the step has unlocked.
    pub fn unlocked_in(&self, step: usize) -> &[u32] {
        self.unlocks.get(&step).map_or(&[], Vec::as_slice)
    }

    /// The steps in which the held locks were locked.
    pub fn locks(&self) -> impl Iterator<Item = usize> {
        self.held.values().flatten().copied()
    }

    fn see(&mut self, at: usize, scene: &Scene, scenes: &[Scene]) {
        let before = self.values.get(&scene.object).copied().unwrap_or(0);
        let held = self.held.entry(scene.object).or_default();
        let own = held
            .iter()
            .position(|&locked_at| scenes[locked_at].thread == scene.thread);
        let is_for_lock = is_lock_call(scene) || is_at_a_condition(scene) && scene.value != 0;
        match own {
            _ if is_for_lock && locks(scene, before, held.len()) => {
                held.push(at);
                self.locks.entry(at).or_default().push(scene.object);
            }
            // Another kind of guard takes the place of this one.
            Some(_) if changes_guard(scene) => {}
            Some(own) if !is_for_lock && matches!(scene.kind, Kind::Store | Kind::Update) => {
                held.remove(own);
                self.unlocks.entry(at).or_default().push(scene.object);
                if is_at_a_condition(scene) {
                    self.have_released.insert(scene.thread);
                }
            }
            _ => {}
        }
    }

    /// A wait may be a single step. Then it releases the mutex that its thread has locked last.
    fn give_up(&mut self, scene: &Scene, scenes: &[Scene]) {
        if self.have_released.contains(&scene.thread) {
            return;
        }
        let is_own = |locked_at: usize| {
            scenes[locked_at].thread == scene.thread && scenes[locked_at].kind == Kind::Lock
        };
        let own = self.locks().filter(|&locked_at| is_own(locked_at));
        if let Some(locked_at) = own.max() {
            let mutex = scenes[locked_at].object;
            self.held.remove(&mutex);
            self.given_up.insert(scene.thread, (mutex, locked_at));
        }
    }

    /// After the wait at a condition variable, the thread holds the mutex again. Before the end of
    /// the call it may have to wait for it.
    fn take_back(&mut self, scene: &Scene) {
        if is_at_a_condition(scene) {
            return;
        }
        self.have_released.remove(&scene.thread);
        if let Some((mutex, locked_at)) = self.given_up.remove(&scene.thread) {
            self.held.insert(mutex, vec![locked_at]);
        }
    }
}

/// What else a step has done, as far as the values are known.
fn accesses<'a>(step: &'a Step, scene: &'a Scene) -> impl Iterator<Item = Scene> {
    step.accesses.iter().filter_map(|access| {
        Some(Scene {
            kind: access.kind,
            object: access.object,
            value: access.value?,
            ..scene.clone()
        })
    })
}

/// The part of the value of std's `RwLock` that counts its readers. All its bits are set if there is
/// a writer.
const READERS: u64 = (1 << 30) - 1;

/// The value of parking_lot's `RwLock` has a bit for a writer, and above it the number of readers.
const WRITER: u64 = 0b1000;

/// Whether a step that tries to lock has locked. The value of the lock shows it. `before` is the
/// value before the step, and `held` is how many threads held the lock then.
fn locks(scene: &Scene, before: u64, held: usize) -> bool {
    let value = scene.value;
    match scene.kind {
        Kind::Lock => true,
        Kind::Update if scene.method().0 == Some("RwLock") && reads(scene) => {
            let readers = held as u64 + 1;
            value & READERS == readers || value & WRITER == 0 && value / (2 * WRITER) == readers
        }
        Kind::Update if scene.method().0 == Some("RwLock") => {
            let is_of_writer = value & READERS == READERS || (WRITER..2 * WRITER).contains(&value);
            held == 0 && is_of_writer
        }
        // A free mutex of parking_lot can be 2, if threads wait. In std, 2 is not free.
        Kind::Update => {
            held == 0 && value & READERS != 0 && before.is_multiple_of(2) && before != value
        }
        _ => false,
    }
}

/// Whether this is in a call that locks a mutex, or an `RwLock`.
pub fn is_lock_call(scene: &Scene) -> bool {
    let (owner, method) = scene.method();
    let method = method.trim_start_matches("try_");
    match owner {
        Some("RwLock") => ["read", "write", "upgradable_read"]
            .iter()
            .any(|kind| method.starts_with(kind)),
        Some(owner) => {
            let is_of_locks = owner.ends_with("Mutex") || owner.ends_with("Lock");
            is_of_locks && method.starts_with("lock")
        }
        None => method == "lock",
    }
}

/// Whether this is in a call that locks for reading.
pub fn reads(scene: &Scene) -> bool {
    scene.method().1.contains("read")
}

/// Whether this makes a guard for writing of one for reading, or the other way round.
fn changes_guard(scene: &Scene) -> bool {
    let method = scene.method().1;
    method.contains("upgrade") || method.contains("downgrade")
}

/// Whether this is a call of `park`.
pub fn is_park(scene: &Scene) -> bool {
    matches!(scene.method().1, "park" | "thread::park")
}

/// Whether this is a wait at a condition variable.
pub fn is_at_a_condition(scene: &Scene) -> bool {
    let (owner, method) = scene.method();
    match owner {
        Some(owner) => owner == "Condvar" && method.starts_with("wait"),
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

    const TEXT: &str = "list.lock();\nready.wait(list);\n}\nv.read();\nv.write();\n";

    #[test]
    fn who_locks_holds_until_it_unlocks() {
        let mut run = MadeUp::new(TEXT, &["", "a"]);
        run.step((1, Lock, 1, 1), (1, "Mutex::lock"));
        assert_eq!(run.story().holders.locked_at(1), [0]);
        run.step((0, Update, 1, 2), (1, "Mutex::lock"));
        assert_eq!(
            run.story().holders.locked_at(1),
            [0],
            "another thread cannot lock it"
        );
        run.step((1, Update, 1, 0), (3, "drop MutexGuard"));
        let story = run.story();
        assert!(story.holders.locked_at(1).is_empty());
        assert_eq!(story.holders.unlocked_in(2), [1]);
        assert!(story.holders.unlocked_in(1).is_empty());
        run.step((0, Update, 1, 2), (1, "Mutex::lock"));
        assert_eq!(run.story().holders.locked_at(1), [3]);
    }

    #[test]
    fn who_waits_at_a_condition_holds_the_mutex_again_after() {
        let mut run = MadeUp::new(TEXT, &["", "a"]);
        run.step((1, Lock, 1, 1), (1, "Mutex::lock"))
            .step((1, Wait, 2, 0), (2, "Condvar::wait"));
        assert!(run.story().holders.locked_at(1).is_empty());
        run.step((1, Woken, 2, 1), (2, "Condvar::wait"));
        assert!(run.story().holders.locked_at(1).is_empty());
        run.step((1, Load, 3, 0), (3, "AtomicUsize::load"));
        assert_eq!(run.story().holders.locked_at(1), [0]);
    }

    #[test]
    fn a_wait_at_a_condition_unlocks_and_locks_step_by_step() {
        let mut run = MadeUp::new(TEXT, &["", "a"]);
        run.step((1, Update, 1, 1), (1, "Mutex::lock"))
            .step((1, Update, 1, 0), (2, "Condvar::wait"))
            .step((1, Wait, 2, 0), (2, "Condvar::wait"));
        assert!(run.story().holders.locked_at(1).is_empty());
        run.step((1, Woken, 2, 1), (2, "Condvar::wait"))
            .step((1, Update, 1, 1), (2, "Condvar::wait"));
        assert_eq!(run.story().holders.locked_at(1), [4]);
    }

    #[test]
    fn a_lock_of_parking_lot_is_held_by_readers_or_by_a_writer() {
        let mut run = MadeUp::new(TEXT, &["", "a"]);
        run.step((0, Update, 1, 0b1_0000), (4, "RwLock::read"))
            .step((1, Update, 1, 0b10_0000), (4, "RwLock::read"))
            .step((1, Update, 1, 0b10_0001), (5, "RwLock::write"));
        assert_eq!(run.story().holders.locked_at(1), [0, 1]);
        run.step((0, Update, 1, 0b1_0001), (3, "drop RwLockReadGuard"))
            .step((1, Update, 1, 0b0001), (3, "drop RwLockReadGuard"))
            .step((0, Update, 1, 0b1001), (5, "RwLock::write"));
        assert_eq!(run.story().holders.locked_at(1), [5]);
    }

    #[test]
    fn a_guard_that_becomes_one_of_another_kind_holds_the_lock() {
        let mut run = MadeUp::new(TEXT, &["", "a"]);
        run.step((1, Update, 1, 0b1000), (5, "RwLock::write"))
            .step((1, Update, 1, 0b1_0000), (5, "RwLockWriteGuard::downgrade"));
        let story = run.story();
        assert_eq!(story.holders.locked_at(1), [0]);
        assert!(story.holders.unlocked_in(1).is_empty());
    }

    #[test]
    fn who_locks_for_reading_and_later_perhaps_for_writing_reads() {
        let mut run = MadeUp::new(TEXT, &["", "a"]);
        run.step((0, Update, 1, 0b1_0100), (4, "RwLock::upgradable_read"))
            .step((1, Update, 1, 0b10_0100), (4, "RwLock::try_read"));
        assert_eq!(run.story().holders.locked_at(1), [0, 1]);
    }

    #[test]
    fn one_call_can_unlock_two_locks() {
        let mut run = MadeUp::new(TEXT, &["", "a"]);
        run.step((1, Lock, 1, 1), (1, "Mutex::lock"))
            .step((1, Lock, 2, 1), (1, "Mutex::lock"))
            .step((1, Update, 1, 0), (3, "drop"))
            .also(Update, 2, 0);
        let story = run.story();
        assert!(story.holders.locks().next().is_none());
        assert_eq!(story.holders.unlocked_in(2), [1, 2]);
    }

    #[test]
    fn a_call_that_first_reads_a_free_lock_locks_it() {
        let mut run = MadeUp::new(TEXT, &["", "a"]);
        run.step((1, Load, 1, 0), (1, "Mutex::lock"))
            .also(Update, 1, 1);
        assert_eq!(run.story().holders.locked_at(1), [0]);
    }

    #[test]
    fn a_wait_that_is_seen_to_release_its_mutex_releases_no_other() {
        let mut run = MadeUp::new(TEXT, &["", "a"]);
        run.step((1, Lock, 1, 1), (1, "Mutex::lock"))
            .step((1, Lock, 2, 1), (1, "Mutex::lock"))
            .step((1, Load, 3, 0), (2, "Condvar::wait"))
            .also(Update, 2, 0)
            .step((1, Wait, 4, 0), (2, "Condvar::wait"));
        let story = run.story();
        assert!(story.holders.locked_at(2).is_empty());
        assert_eq!(story.holders.locked_at(1), [0]);
    }

    #[test]
    fn a_lock_that_was_locked_without_a_call_stack_is_not_locked_again() {
        let mut run = MadeUp::new(TEXT, &["", "a"]);
        run.step((0, Update, 1, 1), (0, ""))
            .step((1, Update, 1, 1), (1, "Mutex::lock"))
            .step((1, Update, 1, 2), (1, "Mutex::lock"));
        assert!(run.story().holders.locked_at(1).is_empty());
    }

    #[test]
    fn readers_hold_a_lock_together() {
        let mut run = MadeUp::new(TEXT, &["", "a"]);
        run.step((0, Load, 1, 0), (4, "RwLock::read"))
            .step((0, Update, 1, 1), (4, "RwLock::read"))
            .step((1, Load, 1, 1), (4, "RwLock::read"))
            .step((1, Update, 1, 2), (4, "RwLock::read"));
        assert_eq!(run.story().holders.locked_at(1), [1, 3]);
        run.step((0, Update, 1, 1), (3, "drop RwLockReadGuard"))
            .step((0, Update, 1, 1 << 31 | 1), (5, "RwLock::write"));
        assert_eq!(run.story().holders.locked_at(1), [3]);
        run.step((1, Update, 1, 1 << 31), (3, "drop RwLockReadGuard"))
            .step((0, Update, 1, (1 << 30) - 1), (5, "RwLock::write"));
        assert_eq!(run.story().holders.locked_at(1), [7]);
    }
}
