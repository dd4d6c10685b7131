//! Whether a program has come to rest: nothing more will happen until somebody is granted a turn.
//!
//! On Linux there is a proof. All threads are looked at, and then all once more. If both times each
//! of them is asleep, and waits for another thread or for its turn, and has the same counts of
//! context switches, then it did not run in between. So there was a moment, between the first round
//! and the second, at which all of them slept and each could be woken only by another: from there
//! none ever will be. Two more things must hold: as many threads wait for a turn as have asked for
//! one, and nothing has arrived since. One round is not enough: of two threads that wake each other
//! in turn, each may be asleep when it is looked at.
//!
//! Weaker is *near rest*: for two seconds main and all the others have slept, and waited for a
//! thread or a turn, except for some that wait for a clock again and again.
//!
//! Where the system does not say what threads do, only patience is left: nothing has come for a
//! while.

use std::{
    fmt,
    time::{Duration, Instant},
};

#[cfg(target_os = "linux")]
mod linux;

#[cfg(target_os = "linux")]
use linux::threads;

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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaitsFor {
    /// Another thread: to end, to unlock, to send, to notify. There is no time limit.
    Thread,
    /// A clock: it sleeps, or waits for a thread with a time limit.
    Clock,
    /// Its turn, from the scheduler.
    Turn,
    /// Nothing that is known of: it runs, or waits for something else.
    Unknown,
}

impl fmt::Display for WaitsFor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Thread => "waits for a thread",
            Self::Clock => "waits for time to pass",
            Self::Turn => "waits for its turn",
            Self::Unknown => "is busy, or waits for something else",
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
    /// The threads at the last look, and since when each has been as it is.
    last: Vec<(Thread, Instant)>,
}

impl Watch {
    /// Forgets the looks so far, for something has happened.
    pub fn reset(&mut self) {
        self.last.clear();
    }

    /// Whether process `id` rests, of whose workers `asking` wait for their turn. The answer counts
    /// only if nothing has arrived since.
    pub fn look(&mut self, id: u32, asking: usize) -> Option<Rest> {
        let first = threads(id)?;
        let turns = first
            .iter()
            .filter(|thread| thread.waits_for == WaitsFor::Turn)
            .count();
        if turns != asking {
            self.reset();
            None
        } else if first.iter().all(Thread::waits_for_others) && threads(id)? == first {
            Some(Rest::Proven)
        } else {
            self.remember(first);
            self.is_near(id).then_some(Rest::Near)
        }
    }

    fn remember(&mut self, threads: Vec<Thread>) {
        let now = Instant::now();
        let since = |thread: &Thread| {
            let before = self.last.iter().find(|(last, _)| last == thread);
            before.map_or(now, |&(_, since)| since)
        };
        self.last = threads
            .iter()
            .map(|thread| (*thread, since(thread)))
            .collect();
    }

    /// Whether every thread has slept for long, or (not being main) is a helper that waits for a
    /// clock.
    fn is_near(&self, id: u32) -> bool {
        self.last.iter().all(|(thread, since)| {
            (thread.waits_for_others() && since.elapsed() >= NEAR)
                || (!thread.is_main(id) && thread.waits_for == WaitsFor::Clock)
        })
    }
}

impl Thread {
    /// Whether it sleeps until somebody else does something.
    fn waits_for_others(&self) -> bool {
        matches!(self.waits_for, WaitsFor::Thread | WaitsFor::Turn)
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

/// The threads of process `id`, or nothing where the system does not tell.
#[cfg(not(target_os = "linux"))]
fn threads(_id: u32) -> Option<Vec<Thread>> {
    None
}
