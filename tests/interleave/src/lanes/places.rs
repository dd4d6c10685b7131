//! The places of threads and of events in a run, in terms of the source.

use std::collections::{BTreeMap, BTreeSet};

use interleave_protocol::log::{End, Kind, Waiting, woken::BY_A_LIMIT};

use super::{
    cause::{causes, ring},
    ending,
    holders::reads,
    overwritten::overwritten,
    spurious,
    story::{Scene, Story, is_of_atomics},
    values,
};
use crate::{
    ending::cut_off,
    run::Run,
    sources::{Place, Sources},
};

/// What the source shows about a run.
pub struct Places<'a>(Story<'a>);

/// A line of the user's own code, and what a thread does there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot {
    /// The place.
    pub place: Place,
    /// The text of the line, without surrounding space. Empty if the file cannot be read.
    pub text: String,
    /// The library function that is called there: `JoinHandle::join`.
    pub call: Option<String>,
}

/// A wait that was over because time had passed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimedWait {
    /// The thread that waited.
    pub thread: usize,
    /// Whether it slept. Otherwise it waited for something, with a time limit.
    pub is_sleep: bool,
    /// The place.
    pub at: Spot,
}

/// An object that threads can share, as it is at the end of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharedObject {
    /// Its name in the source, in backticks if it has a name there.
    pub name: String,
    /// Its state.
    pub state: SharedState,
}

/// A lost update: a thread has overwritten another thread's value with a value that it got from an
/// older one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LostUpdate {
    /// The thread that has overwritten it.
    pub thread: usize,
    /// The place where that thread has read.
    pub read_at: Spot,
    /// The value that it has read, if it is a plain value.
    pub read: Option<String>,
    /// The place where it has overwritten the other value.
    pub overwritten_at: Spot,
    /// The thread whose value was lost.
    pub other: usize,
    /// The value that was lost, if it is a plain value.
    pub lost: Option<String>,
}

/// The state of an object that threads can share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SharedState {
    /// It is an atomic, and has this value.
    Value(u64),
    /// It is a lock. These threads hold it, each since that place.
    Lock(Vec<(usize, Option<Spot>)>),
}

impl<'a> Places<'a> {
    /// Reads the run with its sources.
    pub fn new(run: &'a Run, sources: &Sources) -> Self {
        Self(Story::new(run, sources))
    }

    /// The name of a thread in a sentence: main, its own name, or the line that spawns it.
    pub fn name(&self, thread: usize) -> String {
        let name = self.0.threads.mention(thread);
        name.replace(super::threads::NO_BREAK, " ")
    }

    /// The name of an object in the source, in backticks. None if it has no name there.
    pub fn object(&self, object: u32) -> Option<String> {
        Some(self.0.objects.mention(object)).filter(|name| !name.is_empty())
    }

    /// The place of a thread at the end. None if it has not begun, has ended, or ends the program
    /// outside of the user's own code.
    pub fn stands_at(&self, thread: usize) -> Option<Spot> {
        let here = self.0.last.get(thread)?;
        match here.kind {
            Kind::Exit | Kind::Start => None,
            Kind::Leave => spot(here),
            _ => spot(here).or_else(|| self.0.last_own_scene(thread).and_then(spot)),
        }
    }

    /// The place where a thread was spawned. None for main.
    pub fn spawned_at(&self, thread: usize) -> Option<Spot> {
        let is_its_spawn =
            |scene: &&Scene| scene.kind == Kind::Spawn && scene.value == thread as u64;
        let spawn = self.0.scenes.iter().rfind(is_its_spawn);
        spawn.filter(|_| thread > 0).and_then(spot)
    }

    /// Where threads have slept or have waited until a time limit was over, in order, each once.
    pub fn timed_waits(&self) -> Vec<TimedWait> {
        let mut waits = Vec::new();
        for scene in &self.0.scenes {
            let is_sleep = scene.kind == Kind::Sleep;
            if !is_sleep && (scene.kind != Kind::Woken || scene.value != BY_A_LIMIT) {
                continue;
            }
            let wait = spot(scene).map(|at| TimedWait {
                thread: scene.thread,
                is_sleep,
                at,
            });
            waits.extend(wait.filter(|wait| !waits.contains(wait)));
        }
        waits
    }

    /// The place where a thread has read atomics or yielded most often, with that thread.
    pub fn looked_most_at(&self) -> Option<(usize, Spot)> {
        let scenes = self.0.scenes.iter();
        let looks = scenes.filter(|scene| matches!(scene.kind, Kind::Load | Kind::Yield));
        let mut times = BTreeMap::new();
        for scene in looks {
            let place = scene.place.as_ref();
            let at = (scene.thread, place.map(|place| (&place.file, place.line)));
            times.entry(at).or_insert((0, scene)).0 += 1;
        }
        let (_, scene) = times.into_values().max_by_key(|(times, _)| *times)?;
        Some((scene.thread, spot(scene)?))
    }

    /// Whether a thread has done anything.
    pub fn has_begun(&self, thread: usize) -> bool {
        self.0.has_begun(thread)
    }

    /// The place where a thread was joined, with the thread that joined it.
    pub fn joined_at(&self, thread: usize) -> Option<(usize, Spot)> {
        let is_join = |scene: &&Scene| scene.kind == Kind::Join && scene.value == thread as u64;
        let join = self.0.scenes.iter().find(is_join)?;
        Some((join.thread, spot(join)?))
    }

    /// The thread that ended the program, with its last place in the user's own code.
    pub fn left_at(&self) -> Option<(usize, Spot)> {
        let thread = ending::leaver(&self.0)?;
        let last = self.0.last_own_scene(thread)?;
        Some((thread, spot(last)?))
    }

    /// The last place at which main waited for another thread or read what threads share, after it
    /// had started the last one. None if there is no such place, or if main slept after it.
    pub fn main_went_on_from(&self) -> Option<Spot> {
        let own = self.0.scenes.iter().rev().filter(|scene| scene.thread == 0);
        let is_end = |scene: &&Scene| matches!(scene.kind, Kind::Spawn | Kind::Sleep);
        let mut since = own.take_while(|scene| !is_end(scene));
        let last = since.find(|scene| {
            let is_use = matches!(
                scene.kind,
                Kind::Join | Kind::Wait | Kind::Woken | Kind::Lock | Kind::Load | Kind::Update
            );
            is_use && scene.place.is_some() && !scene.method().1.starts_with("drop")
        });
        spot(last?)
    }

    /// The place from which the thread that ended the program went on, when it should have waited.
    pub fn ended_too_early_at(&self) -> Option<Spot> {
        let (thread, last) = self.left_at()?;
        let main = self.main_went_on_from().filter(|_| thread == 0);
        Some(main.unwrap_or(last))
    }

    /// The thread that has printed this line to stdout, and the place. `before` is the number of
    /// equal lines before it.
    pub fn printed_at(&self, line: &str, before: usize) -> Option<(usize, Spot)> {
        self.written_at(false, line, before)
    }

    /// The thread that has first written this line to stderr, and the place.
    pub fn said_at(&self, line: &str) -> Option<(usize, Spot)> {
        self.written_at(true, line, 0)
    }

    /// The last line that a thread has printed to stdout.
    pub fn last_line(&self, thread: usize) -> Option<&str> {
        let written = self.0.written.iter().rev();
        let mut own = written.filter(|&(&step, written)| {
            self.0.scenes[step].thread == thread && !written.is_error()
        });
        own.find_map(|(_, written)| written.text.as_deref()?.lines().last())
    }

    fn written_at(&self, to_stderr: bool, line: &str, before: usize) -> Option<(usize, Spot)> {
        let written = self.0.written.iter();
        let stream = written.filter(|(_, written)| written.is_error() == to_stderr);
        let mut lines = stream.flat_map(|(&step, written)| {
            let text = written.text.as_deref().unwrap_or_default();
            text.lines()
                .filter(|written| *written == line)
                .map(move |_| step)
        });
        let step = lines.nth(before)?;
        let scene = &self.0.scenes[step];
        Some((scene.thread, spot(scene)?))
    }

    /// The place where the run goes wrong, as far as the log shows. It is the first panic, or the
    /// place of the first lost update, or of the first call that returned by itself. Otherwise a
    /// thread ends the program there while others are at work, or a thread there can never go on, or
    /// goes on for ever.
    pub fn goes_wrong_at(&self) -> Option<Place> {
        let story = &self.0;
        if let Some(panic) = story.panics.values().next() {
            return Some(panic.place.clone());
        }
        if let Some(lost) = self.lost_update() {
            return Some(lost.overwritten_at.place);
        }
        if let Some(at) = spurious::returns(story).next() {
            return story.scenes[at].place.clone();
        }
        if !cut_off(story.run).is_empty() {
            return Some(self.ended_too_early_at()?.place);
        }
        let thread = match story.run.end {
            End::Deadlock => self.blocker()?,
            End::StepLimit => story.scenes.last()?.thread,
            _ => return None,
        };
        Some(self.stands_at(thread)?.place)
    }

    /// Where the first thread stands that cannot go on, and does not only wait for another thread
    /// to end.
    pub fn blocked_at(&self) -> Option<Place> {
        Some(self.stands_at(self.blocker()?)?.place)
    }

    /// The first lost update.
    pub fn lost_update(&self) -> Option<LostUpdate> {
        let story = &self.0;
        (0..story.scenes.len()).find_map(|store| {
            let overwritten = overwritten(story, store)?;
            Some(LostUpdate {
                thread: story.scenes[store].thread,
                read_at: spot(&story.scenes[overwritten.look])?,
                read: overwritten.read(story),
                overwritten_at: spot(&story.scenes[store])?,
                other: story.scenes[overwritten.write].thread,
                lost: values::value(story, overwritten.write),
            })
        })
    }

    /// The first thread that waits for itself, through a chain of locks. If there is none, the first
    /// that cannot go on, and does not only wait for another thread to end.
    fn blocker(&self) -> Option<usize> {
        let ring = ring(&self.0);
        if let Some(first) = ring.first() {
            return Some(*first);
        }
        let threads = self.0.run.threads.iter();
        let mut blocked = threads
            .enumerate()
            .filter(|(_, state)| state.waiting != Waiting::Ended);
        let first = blocked.clone().next();
        // The end of a scope waits for its threads too.
        let is_in_scope = |thread: usize| self.0.last[thread].call.as_deref() == Some("scope");
        let blocker = blocked
            .find(|(thread, state)| state.waiting != Waiting::Thread && !is_in_scope(*thread));
        Some(blocker.or(first)?.0)
    }

    /// The locks that a thread holds, each with the place where it was locked.
    pub fn holds(&self, thread: usize) -> Vec<(u32, Spot)> {
        let scenes = self.0.holders.locks().map(|step| &self.0.scenes[step]);
        let own = scenes.filter(|scene| scene.thread == thread);
        own.filter_map(|scene| Some((scene.object, spot(scene)?)))
            .collect()
    }

    /// The lock that a thread waits for, and a thread that holds it and so keeps this one waiting: the
    /// thread itself, if it does so. None if that is not known, or if the thread waits to read, and
    /// there are only other readers.
    pub fn awaits_lock(&self, thread: usize) -> Option<(u32, usize)> {
        let story = &self.0;
        let held = &story.scenes[story.locked_at(thread)?];
        let are_readers = reads(held) && reads(&story.last[thread]);
        (!are_readers).then_some((story.awaited_lock(thread)?, held.thread))
    }

    /// Whether it is known why the threads that wait at the end are not woken.
    pub fn tells_why(&self) -> bool {
        !causes(&self.0).is_empty()
    }

    /// The locks and atomics that the user's own code has used, in the order of their first use.
    pub fn shared(&self) -> Vec<SharedObject> {
        let mut seen = BTreeSet::new();
        let own = self.0.scenes.iter().filter(|scene| scene.place.is_some());
        let new = own.filter(|scene| seen.insert(scene.object));
        let shared = new.filter_map(|scene| {
            let name = self.object(scene.object)?;
            let state = self.state(scene)?;
            Some(SharedObject { name, state })
        });
        shared.collect()
    }

    /// The state of the object of `scene`, if it is a lock or an atomic.
    fn state(&self, scene: &Scene) -> Option<SharedState> {
        let holders = &self.0.holders;
        if self.0.objects.is_lock(scene.object) {
            let steps = holders.locked_at(scene.object).iter();
            let scenes = steps.map(|&step| &self.0.scenes[step]);
            let held = scenes.map(|scene| (scene.thread, spot(scene)));
            return Some(SharedState::Lock(held.collect()));
        }
        let is_atomic = is_of_atomics(scene.method().1);
        let value = holders.value(scene.object).filter(|_| is_atomic)?;
        Some(SharedState::Value(value))
    }
}

/// The place of a step, if it is in the user's own code.
pub fn spot(scene: &Scene) -> Option<Spot> {
    Some(Spot {
        place: scene.place.clone()?,
        text: scene
            .excerpt
            .as_ref()
            .map_or_else(String::new, |excerpt| excerpt.line.clone()),
        call: scene.call.clone(),
    })
}

#[cfg(test)]
mod tests {
    use interleave_protocol::log::{
        Kind::{Join, Leave, Load, Lock, Spawn, Start, Store, Update, Woken},
        Waiting,
        woken::BY_A_THREAD,
    };

    use super::*;
    use crate::lanes::made_up::MadeUp;

    const SOURCE: &str = "let worker = spawn(work);\nlet rest = LEFT.lock();\nworker.join();\n";

    fn deadlock() -> MadeUp {
        let mut run = MadeUp::new(SOURCE, &["", "pay left"]);
        run.step((0, Spawn, 0, 1), (1, "spawn"))
            .step((1, Start, 0, 0), (0, ""))
            .step((0, Lock, 5, 1), (2, "Mutex::lock"))
            .stands((0, Waiting::Thread, 1), (3, "JoinHandle::join"))
            .stands((1, Waiting::Mutex, 5), (2, "Mutex::lock"));
        run
    }

    fn of<T>(made_up: &mut MadeUp, look: impl FnOnce(&Places<'_>) -> T) -> T {
        look(&Places(made_up.story()))
    }

    #[test]
    fn a_thread_stands_at_a_line() {
        let stands = of(&mut deadlock(), |places| {
            [0, 1].map(|thread| places.stands_at(thread).unwrap())
        });
        assert_eq!(stands[0].text, "worker.join();");
        assert_eq!(stands[0].call.as_deref(), Some("JoinHandle::join"));
        assert_eq!(stands[1].place.line, 2);
    }

    #[test]
    fn why_a_thread_is_not_woken_is_told_of_locks_and_not_of_joins() {
        let tells = |run: &mut MadeUp| of(run, |places| places.tells_why());
        assert!(!tells(&mut deadlock()));
        let mut itself = MadeUp::new(SOURCE, &[""]);
        itself
            .step((0, Lock, 5, 1), (2, "Mutex::lock"))
            .stands((0, Waiting::Mutex, 5), (2, "Mutex::lock"));
        assert!(tells(&mut itself));
    }

    #[test]
    fn a_thread_was_spawned_at_a_line() {
        let spawned = of(&mut deadlock(), |places| {
            [0, 1, 2].map(|thread| places.spawned_at(thread).map(|spot| spot.place.line))
        });
        assert_eq!(spawned, [None, Some(1), None]);
    }

    #[test]
    fn a_time_limit_that_is_over_has_a_line() {
        let lines = |value| {
            let mut run = MadeUp::new("rx.recv();\nrx.recv_timeout(limit);\n", &[""]);
            run.step((0, Woken, 5, value), (2, "Receiver::recv_timeout"));
            of(&mut run, |places| {
                let waits = places.timed_waits().into_iter();
                waits.map(|wait| wait.at.place.line).collect::<Vec<_>>()
            })
        };
        assert_eq!(lines(BY_A_LIMIT), [2]);
        assert!(lines(BY_A_THREAD).is_empty());
    }

    #[test]
    fn a_line_of_the_output_was_printed_at_a_line() {
        let mut run = MadeUp::new(SOURCE, &["", "a"]);
        run.print_at((1, "println"), 0, "Results:\n")
            .print_at((2, "println"), 1, "3\n")
            .print_error(0, "4\n")
            .print_at((3, "println"), 0, "3\n");
        let printed = of(&mut run, |places| {
            let printed = |(line, before)| {
                let (thread, spot) = places.printed_at(line, before)?;
                Some((thread, spot.place.line))
            };
            [
                ("Results:", 0),
                ("3", 0),
                ("3", 1),
                ("3", 2),
                ("4", 0),
                ("Result", 0),
            ]
            .map(printed)
        });
        let expected = [Some((0, 1)), Some((1, 2)), Some((0, 3)), None, None, None];
        assert_eq!(printed, expected);
    }

    #[test]
    fn a_line_of_stderr_was_written_at_a_line() {
        let mut run = MadeUp::new(SOURCE, &[""]);
        run.print_at((1, "println"), 0, "oops\n")
            .print_error_at((2, "eprintln"), 0, "oops\n");
        let said = of(&mut run, |places| {
            let (thread, spot) = places.said_at("oops")?;
            Some((thread, spot.place.line))
        });
        assert_eq!(said, Some((0, 2)));
    }

    #[test]
    fn a_thread_was_joined_at_a_line_and_the_last_thing_before_the_end_has_one() {
        let mut run = MadeUp::new(SOURCE, &["", "a", "b"]);
        run.step((0, Join, 0, 1), (3, "JoinHandle::join"))
            .step((1, Load, 6, 0), (1, "AtomicU32::load"))
            .step((0, Leave, 0, 0), (0, ""));
        let (joined, left) = of(run.end(End::Left), |places| {
            let joined = [1, 2].map(|thread| places.joined_at(thread));
            (joined, places.left_at())
        });
        let line =
            |at: &Option<(usize, Spot)>| at.as_ref().map(|(by, spot)| (*by, spot.place.line));
        assert_eq!(joined.each_ref().map(line), [Some((0, 3)), None]);
        assert_eq!(line(&left), Some((0, 3)));
    }

    #[test]
    fn a_run_goes_wrong_at_a_line() {
        let wrong = |made_up: &mut MadeUp| {
            of(made_up, |places| {
                places.goes_wrong_at().map(|place| place.line)
            })
        };
        assert_eq!(wrong(deadlock().end(End::Deadlock)), Some(2));
        let mut lost = MadeUp::new("n.load();\nn.store();\n", &["", "a", "b"]);
        lost.step((1, Load, 6, 0), (1, "AtomicU32::load"))
            .step((2, Load, 6, 0), (1, "AtomicU32::load"))
            .step((2, Store, 6, 1), (2, "AtomicU32::store"))
            .step((1, Store, 6, 1), (2, "AtomicU32::store"));
        assert_eq!(wrong(&mut lost), Some(2));
        let loss = of(&mut lost, |places| places.lost_update().unwrap());
        assert_eq!((loss.thread, loss.other), (1, 2));
        assert_eq!(loss.read_at.text, "n.load();");
        let values = [loss.read, loss.lost];
        assert_eq!(values, [Some("0".to_owned()), Some("1".to_owned())]);
        assert_eq!(wrong(&mut MadeUp::new(SOURCE, &[""])), None);
        let mut looks = MadeUp::new("while n.load() > 0 {}\n", &["", "a"]);
        looks
            .step((0, Load, 6, 1), (1, "AtomicU32::load"))
            .stands((0, Waiting::No, 0), (1, "AtomicU32::load"));
        assert_eq!(wrong(looks.end(End::StepLimit)), Some(1));
    }

    #[test]
    fn a_lock_is_held_since_a_line() {
        let held = of(&mut deadlock(), |places| {
            [0, 1].map(|thread| {
                let held = places.holds(thread).into_iter();
                held.map(|(object, spot)| (object, spot.place.line))
                    .collect::<Vec<_>>()
            })
        });
        assert_eq!(held, [vec![(5, 2)], vec![]]);
        let freed = of(
            deadlock().step((0, Update, 5, 0), (3, "drop MutexGuard")),
            |places| places.holds(0),
        );
        assert_eq!(freed, []);
    }

    #[test]
    fn what_has_not_begun_or_is_unknown_has_no_place() {
        let mut run = MadeUp::new(SOURCE, &["", "a"]);
        run.run().threads[1].kind = Start;
        let stands = of(&mut run, |places| [0, 1, 7].map(|t| places.stands_at(t)));
        assert_eq!(stands, [None, None, None]);
    }

    #[test]
    fn what_is_shared_has_its_value_or_its_holders() {
        let source = "let guard = LEFT.lock();\ndone.load();\ndone.store();\n";
        let mut run = MadeUp::new(source, &["", "count"]);
        run.step((0, Lock, 5, 1), (1, "Mutex::lock"))
            .step((1, Load, 6, 0), (2, "AtomicU32::load"))
            .step((1, Store, 6, 7), (3, "AtomicU32::store"));
        let state = |made_up: &mut MadeUp| {
            of(made_up, |places| {
                let shared = places.shared().into_iter();
                shared
                    .map(|shared| match shared.state {
                        SharedState::Value(value) => format!("{} is {value}", shared.name),
                        SharedState::Lock(holders) => {
                            let holders: Vec<_> = holders.iter().map(|(by, _)| *by).collect();
                            format!("{} is held by {holders:?}", shared.name)
                        }
                    })
                    .collect::<Vec<_>>()
            })
        };
        assert_eq!(state(&mut run), ["`LEFT` is held by [0]", "`done` is 7"]);
        run.step((0, Update, 5, 0), (2, "drop MutexGuard"));
        assert_eq!(state(&mut run), ["`LEFT` is held by []", "`done` is 7"]);
    }
}
