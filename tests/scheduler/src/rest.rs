//! Whether a program has come to rest: nothing more will happen until somebody is granted a turn.
//!
//! On Linux there is a proof. All threads are looked at, and then all once more. If both times each
//! of them is asleep, and waits for another thread or for its turn, and has the same counts of
//! context switches, then it did not run in between. So there was a moment, between the first round
//! and the second, at which all of them slept and each could be woken only by another: from there
//! none ever will be. Three more things must hold: as many threads wait for a turn as have asked for
//! one, nothing has arrived since, and no other process is in the group, whose threads nobody looks
//! at. One round is not enough: of two threads that wake each other in turn, each may be asleep when
//! it is looked at.
//!
//! Weaker is *near rest*: for two seconds main and all the others have slept, and waited for a
//! thread or a turn, except for helpers that wait for a clock again and again.
//!
//! Where the system does not say what threads do, only patience is left: nothing has come for a
//! while.

use std::{
    collections::BTreeMap,
    fmt,
    time::{Duration, Instant},
};

#[cfg(target_os = "linux")]
mod linux;

#[cfg(target_os = "linux")]
use linux::{is_alone, threads};

/// How sure it is that a program rests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rest {
    /// Nothing more can happen.
    Proven,
    /// Only some helper thread looks at the clock now and then; main and the workers rest.
    Near,
    /// Nothing has happened for as long as the patience lasted.
    Presumed,
}

/// What a thread waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum WaitsFor {
    /// Another thread: to end, to unlock, to send, to notify. There is no time limit.
    Thread,
    /// Another thread, or a clock, whichever comes first.
    ThreadOrClock,
    /// A clock: it sleeps.
    Clock,
    /// Its turn, from the scheduler.
    Turn,
    /// Somebody who reads what it writes.
    Reader,
    /// Nothing: it runs, or would if it had a core.
    Nothing,
    /// Something that is not known.
    Unknown,
}

impl WaitsFor {
    /// Whether it goes on by itself when some time is over.
    pub fn is_timed(self) -> bool {
        matches!(self, Self::Clock | Self::ThreadOrClock)
    }
}

impl fmt::Display for WaitsFor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Thread => "waits for others: to end, to send, or to unlock",
            Self::ThreadOrClock => "waits for others, with a time limit",
            Self::Clock => "waits for time to pass",
            Self::Turn => "waits for its turn",
            Self::Reader => "waits for somebody to read its output",
            Self::Nothing => "is busy",
            Self::Unknown => "waits for something else",
        })
    }
}

/// A thread, as it was at one look.
#[cfg_attr(
    not(target_os = "linux"),
    allow(dead_code, reason = "no thread can be looked at")
)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Thread {
    id: i32,
    waits_for: WaitsFor,
    /// How often it was taken off its core: because it had to wait, and because its time was over.
    switches: (u64, u64),
}

/// How long main must have been asleep for near rest.
const NEAR: Duration = Duration::from_secs(2);

/// The looks at one program.
#[derive(Default)]
pub struct Watch {
    seen: Vec<Seen>,
    /// The first clock that each thread was seen to wait for.
    clocks: BTreeMap<i32, Clock>,
    /// How often main was seen to wait for what.
    main: BTreeMap<WaitsFor, u32>,
}

/// A thread's wait for a clock.
struct Clock {
    switches: (u64, u64),
    has_rung: bool,
}

/// A thread, as it was at the last look of several.
#[derive(Clone, Copy)]
struct Seen {
    thread: Thread,
    /// Since when it has been as it is.
    since: Instant,
    /// How often it was found to be other than at the look before.
    changes: u32,
}

impl Watch {
    /// Forgets the looks so far, for something has happened.
    pub fn reset(&mut self) {
        self.seen.clear();
    }

    /// How often main was seen to wait for what, since the program's start.
    pub fn main(&self) -> &BTreeMap<WaitsFor, u32> {
        &self.main
    }

    /// Whether a thread waits for the first clock that it was ever seen to wait for. If it sleeps
    /// again and again, that tells nothing more.
    pub fn awaits_first_clock(&self) -> bool {
        self.clocks.values().any(|clock| !clock.has_rung)
    }

    fn note(&mut self, id: u32, threads: &[Thread]) {
        for clock in self.clocks.values_mut() {
            clock.has_rung = true;
        }
        for thread in threads {
            if thread.is_main(id) {
                *self.main.entry(thread.waits_for).or_default() += 1;
            }
            if thread.waits_for.is_timed() {
                let clock = self.clocks.entry(thread.id).or_insert(Clock {
                    switches: thread.switches,
                    has_rung: false,
                });
                clock.has_rung = clock.switches != thread.switches;
            }
        }
    }

    /// Whether process `id` rests, of whose workers `asking` wait for their turn; or nearly rests, if
    /// `near` is enough. The answer counts only if nothing has arrived since.
    pub fn look(&mut self, id: u32, asking: usize, near: bool) -> Option<Rest> {
        let rest = self.judge(id, asking, || threads(id))?;
        let is_enough = rest != Rest::Near || near;
        // Somebody else may wake it, or be at work for it.
        (is_enough && is_alone(id)).then_some(rest)
    }

    /// As [`look`](Self::look), by what `threads` says, which is asked up to twice.
    fn judge(
        &mut self,
        id: u32,
        asking: usize,
        threads: impl Fn() -> Option<Vec<Thread>>,
    ) -> Option<Rest> {
        // A process that is just ending may have none left.
        let first = threads().filter(|threads| !threads.is_empty())?;
        self.note(id, &first);
        let turns = first
            .iter()
            .filter(|thread| thread.waits_for == WaitsFor::Turn)
            .count();
        if turns != asking {
            self.reset();
            None
        } else if first.iter().all(Thread::waits_for_others) && threads()? == first {
            Some(Rest::Proven)
        } else {
            self.remember(first);
            self.is_near(id).then_some(Rest::Near)
        }
    }

    fn remember(&mut self, threads: Vec<Thread>) {
        let now = Instant::now();
        let seen = |thread: Thread| match self.seen.iter().find(|seen| seen.thread.id == thread.id)
        {
            Some(seen) if seen.thread == thread => *seen,
            Some(seen) => Seen {
                thread,
                since: now,
                changes: seen.changes + 1,
            },
            None => Seen {
                thread,
                since: now,
                changes: 0,
            },
        };
        self.seen = threads.into_iter().map(seen).collect();
    }

    /// Whether every thread has slept for long, or (not being main) is a helper that ticks.
    fn is_near(&self, id: u32) -> bool {
        self.seen.iter().all(|seen| {
            let is_helper = !seen.thread.is_main(id) && seen.ticks();
            (seen.thread.waits_for_others() && seen.since.elapsed() >= NEAR) || is_helper
        })
    }
}

impl Seen {
    /// Whether it waits for a clock, and has done so again and again, some times a second. A worker
    /// may sleep now and then before it asks for its turn.
    fn ticks(&self) -> bool {
        self.thread.waits_for.is_timed() && self.since.elapsed() < NEAR && self.changes >= 10
    }
}

impl Thread {
    /// Whether it sleeps until somebody else does something.
    fn waits_for_others(&self) -> bool {
        matches!(
            self.waits_for,
            WaitsFor::Thread | WaitsFor::Turn | WaitsFor::Reader
        )
    }

    fn is_main(&self, process: u32) -> bool {
        u32::try_from(self.id) == Ok(process)
    }
}

/// What the main thread of process `id` waits for.
pub fn main_waits_for(id: u32) -> WaitsFor {
    let threads = threads(id).unwrap_or_default();
    let main = threads
        .iter()
        .find(|thread| u32::try_from(thread.id) == Ok(id));
    main.map_or(WaitsFor::Unknown, |main| main.waits_for)
}

/// How many threads of process `id`, main apart, wait for a thread. None, where the system does not tell.
pub fn others_that_wait_for_threads(id: u32) -> usize {
    let is_one = |thread: &&Thread| !thread.is_main(id) && thread.waits_for == WaitsFor::Thread;
    threads(id)
        .unwrap_or_default()
        .iter()
        .filter(is_one)
        .count()
}

/// The threads of process `id`, or nothing where the system does not tell.
#[cfg(not(target_os = "linux"))]
fn threads(_id: u32) -> Option<Vec<Thread>> {
    None
}

/// Whether process `id` is the only one of its group. Nobody asks where nothing can be proven.
#[cfg(not(target_os = "linux"))]
fn is_alone(_id: u32) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::{Rest, Seen, Thread, WaitsFor, Watch};

    const MAIN: u32 = 7;

    fn thread(id: i32, waits_for: WaitsFor, switches: u64) -> Thread {
        Thread {
            id,
            waits_for,
            switches: (switches, 0),
        }
    }

    /// What is said of a process that looks like `first`, and then like `second`.
    fn judged(first: &[Thread], second: &[Thread], asking: usize) -> Option<Rest> {
        let looks = std::cell::RefCell::new(vec![second.to_vec(), first.to_vec()]);
        Watch::default().judge(MAIN, asking, || looks.borrow_mut().pop())
    }

    #[test]
    fn threads_that_wait_for_each_other_and_for_turns_rest() {
        let threads = [thread(7, WaitsFor::Thread, 3), thread(8, WaitsFor::Turn, 5)];
        assert_eq!(judged(&threads, &threads, 1), Some(Rest::Proven));
    }

    #[test]
    fn whoever_ran_between_the_looks_does_not_rest() {
        let first = [
            thread(7, WaitsFor::Thread, 3),
            thread(8, WaitsFor::Thread, 5),
        ];
        let second = [
            thread(7, WaitsFor::Thread, 3),
            thread(8, WaitsFor::Thread, 6),
        ];
        assert_eq!(judged(&first, &second, 0), None);
        assert_eq!(judged(&first, &first[..1], 0), None);
        assert_eq!(judged(&first[..1], &first, 0), None);
    }

    #[test]
    fn whoever_runs_or_waits_for_a_clock_does_not_rest() {
        for waits_for in [WaitsFor::Clock, WaitsFor::Unknown] {
            let threads = [thread(7, WaitsFor::Thread, 3), thread(8, waits_for, 5)];
            assert_eq!(judged(&threads, &threads, 0), None, "{waits_for:?}");
        }
    }

    #[test]
    fn as_many_must_wait_for_a_turn_as_have_asked() {
        let threads = [thread(7, WaitsFor::Thread, 3), thread(8, WaitsFor::Turn, 5)];
        assert_eq!(judged(&threads, &threads, 0), None);
        assert_eq!(judged(&threads, &threads, 2), None);
    }

    #[test]
    fn a_single_sleep_is_no_tick() {
        let sleeps = |changes, waits_for| Seen {
            thread: thread(8, waits_for, 5),
            since: std::time::Instant::now(),
            changes,
        };
        assert!(sleeps(10, WaitsFor::Clock).ticks());
        assert!(!sleeps(9, WaitsFor::Clock).ticks());
        assert!(!sleeps(10, WaitsFor::Thread).ticks());
    }

    #[test]
    fn a_process_that_cannot_be_looked_at_is_not_said_to_rest() {
        assert_eq!(Watch::default().judge(MAIN, 0, || None), None);
        assert_eq!(judged(&[], &[], 0), None);
    }
}
