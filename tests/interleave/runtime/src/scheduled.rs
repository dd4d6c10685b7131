//! Scheduled runs: an outer scheduler grants workers their steps, over connections of their own.
//! Over the [control connection](interleave_protocol::control), the runtime reports to it the
//! moment at which nothing else can happen: a *rest*. Virtual time passes only if the scheduler
//! says so.
//!
//! Between two rests the order of the threads is fixed: the thread that runs goes on for as long as
//! it can, or for a quantum, and then the next one follows.
//!
//! Three things look like work but are not. A thread *spins* if it looks at the same things again
//! and again ([`fairness`](crate::fairness)). Threads are *restless* if they keep each other going,
//! and nothing of it is seen outside. A thread is [`away`] if it reaches no point.

use std::mem;

use interleave_protocol::{
    control::How,
    log::Kind,
    plan::{Plan, Time},
};

use crate::{block::Block, state::State, strategy::members};

pub mod away;
mod connection;
pub mod monitor;
mod outside;
mod rest;
mod time;

use connection::Connection;
use time::Passing;

/// The object that stands for the clock. No program has anything at this address.
pub const CLOCK: usize = 0x88;

/// How many points a thread goes on for while others could go on.
const QUANTUM: u32 = 100;
/// How often spinning threads look once more before a rest is reported.
const ROUNDS: i64 = 100;
/// How many times each looks in a row if they should look more often than that, and nothing has
/// changed since the last round. While they only look, their order does not matter, and a switch to
/// another thread takes long.
const IN_A_ROW: u32 = 32;
/// After this many points without anything that is seen outside, threads are restless.
const LIMIT: u64 = 2_000;
/// How many times this number of points may pass before a rest, no matter what happens at them.
const LIMITS_IN_ALL: u64 = 500;
/// How many points restless threads go on for between two jumps of the clock.
const BESIDE: u64 = 300;
/// The runtime looks whether something came from outside each time after this many points.
const LOOK_OUTSIDE: u64 = 256;

/// The inner half of a scheduled run.
pub struct Scheduled {
    connection: Connection,
    /// The number of the last rest.
    rest: u64,
    /// How time passes, if it does.
    passing: Option<Passing>,
    /// How often the clock has jumped.
    jumps: u64,
    /// Points since something happened that is seen outside, since the last jump, or since the
    /// rest.
    points: u64,
    /// Points since the rest.
    total: u64,
    /// Points since the runtime looked whether something came from outside.
    inside: u64,
    /// The most points that there may be before threads are restless.
    limit: u64,
    /// For how many points the thread that runs has gone on.
    quantum: u32,
    /// How often spinning threads have looked once more. Negative if they should do so for longer.
    rounds: i64,
    /// How much had been changed when they last did.
    changes_before: u64,
    /// The threads that ran since something was last seen outside, as a set.
    ran: u128,
    /// The threads that ran in the second half of the points up to `limit`: those that keep each
    /// other going.
    ran_late: u128,
    /// How much had happened at the last point.
    seen: Seen,
}

/// How much has happened.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
struct Seen {
    progress: u64,
    changes: u64,
}

/// The plan of a scheduled run: each atomic operation is a point, and time passes in order.
pub fn plan(steps: usize) -> Plan {
    Plan {
        time: Time::Order,
        frames: Some(0),
        steps,
        ..Plan::default()
    }
}

/// Leaves the connection to the process of which this one is a copy.
pub fn disconnect() {
    connection::close();
}

impl Scheduled {
    /// Connects to the scheduler, and starts the monitor.
    pub fn start() -> Self {
        let connection = Connection::open();
        away::prepare();
        monitor::start(&connection);
        Self {
            connection,
            rest: 0,
            passing: None,
            jumps: 0,
            points: 0,
            total: 0,
            inside: 0,
            limit: LIMIT,
            quantum: 0,
            rounds: 0,
            changes_before: 0,
            ran: 0,
            ran_late: 0,
            seen: Seen::default(),
        }
    }

    /// Chooses the thread that goes on. If none can, waits until the scheduler or something outside
    /// lets one go on.
    pub fn choose(&mut self, state: &mut State) -> usize {
        let mut looks_outside = false;
        loop {
            self.count_point(state);
            let outside = mem::take(&mut looks_outside) || self.inside >= LOOK_OUTSIDE;
            if outside {
                self.inside = 0;
            }
            // Time also passes while threads never rest.
            if self.points > BESIDE && self.time_passes(state) {
                continue;
            }
            if self.is_restless() {
                self.rests(state, How::Restless);
                looks_outside = true;
                continue;
            }
            if let Some(chosen) = self.next(state, outside) {
                self.goes_on(state, chosen);
                return chosen;
            }
            // No thread can go on, or only threads that spin.
            if !outside {
                looks_outside = !self.goes_on_inside(state);
                continue;
            }
            if self.time_passes(state) || self.looks_once_more(state) {
                continue;
            }
            let spins = is_any_deferred(state);
            self.rests(state, if spins { How::Spins } else { How::Quiet });
            looks_outside = true;
        }
    }

    fn count_point(&mut self, state: &State) {
        let now = Seen {
            progress: state.progress,
            changes: state.changes,
        };
        if now.progress != self.seen.progress {
            self.has_progressed();
        }
        if now.changes != self.seen.changes {
            self.rounds = self.rounds.min(0);
        }
        self.seen = now;
        self.points += 1;
        self.total += 1;
        self.inside += 1;
        self.quantum += 1;
    }

    /// Notes that something was seen outside.
    fn has_progressed(&mut self) {
        (self.points, self.ran) = (0, 0);
        self.rounds = self.rounds.min(0);
        self.passing = None;
    }

    fn is_restless(&self) -> bool {
        self.passing.is_none()
            && (self.points > self.limit || self.total > LIMITS_IN_ALL * self.limit)
    }

    /// The next thread that can go on, and does not only spin.
    fn next(&self, state: &State, outside: bool) -> Option<usize> {
        let count = state.threads.len();
        // A thread whose wait for the outside is over goes first, because it might never be chosen
        // otherwise.
        let has_heard = |&thread: &usize| {
            state.threads[thread].block.is_for_outside() && state.can_go_on(thread)
        };
        let heard = (0..count).filter(|_| outside).find(has_heard);
        let first = state.current + usize::from(self.quantum > QUANTUM);
        let mut in_turn = (0..count).map(|nth| (first + nth) % count);
        heard.or_else(|| {
            in_turn.find(|&thread| {
                !state.threads[thread].spinning.is_deferred() && can_go_on(state, thread, outside)
            })
        })
    }

    fn goes_on(&mut self, state: &State, chosen: usize) {
        if chosen != state.current || self.quantum > QUANTUM {
            self.quantum = 0;
        }
        let member = 1 << chosen;
        if self.points > self.limit / 2 {
            self.ran_late |= member;
        } else {
            self.ran_late = 0;
        }
        if self.ran & member == 0 {
            self.ran |= member;
            self.points = self.points.min(1);
        }
        monitor::watch(chosen, state.threads[chosen].number);
    }

    /// Lets time pass or spinning threads look once more, before the runtime looks outside. Returns
    /// whether it did. If a thread waits for a child, no time passes without such a look.
    fn goes_on_inside(&mut self, state: &mut State) -> bool {
        match self.passing {
            Some(_) => !awaits_child(state) && self.time_passes(state),
            None => self.looks_once_more(state),
        }
    }

    /// Lets spinning threads look once more, unless they have done so for long. Returns whether
    /// they do.
    fn looks_once_more(&mut self, state: &mut State) -> bool {
        let looks = self.rounds < ROUNDS && is_any_deferred(state);
        if looks {
            let is_same = mem::replace(&mut self.changes_before, state.changes) == state.changes;
            let times = if is_same && self.rounds < 0 {
                IN_A_ROW
            } else {
                1
            };
            self.rounds += i64::from(times);
            for thread in &mut state.threads {
                thread.spinning.looks_again(times);
            }
        }
        looks
    }

    /// Reports a rest to the scheduler, and waits until something happens.
    fn rests(&mut self, state: &mut State, how: How) {
        self.rest += 1;
        state.note_threads();
        let rest = self.describe(state, how);
        monitor::rests(true);
        self.connection.say(&rest);
        self.wait(state);
        monitor::rests(false);
        (self.points, self.total, self.ran) = (0, 0, 0);
        forget_spinning(state);
    }
}

/// Whether a thread's wait is over. If it waits for the outside, this takes a system call.
fn can_go_on(state: &State, thread: usize, outside: bool) -> bool {
    let Some(place) = state.threads.get(thread) else {
        return false;
    };
    match place.block {
        Block::Files {
            until: Some(until), ..
        } if state.clock.may_limit_end(until) => true,
        // A write rarely has to wait.
        Block::Files { .. } if !outside => place.kind == Kind::Write && state.can_go_on(thread),
        Block::Child { .. } if !outside => false,
        _ => state.can_go_on(thread),
    }
}

fn is_any_deferred(state: &State) -> bool {
    let mut threads = 0..state.threads.len();
    threads.any(|thread| {
        state.threads[thread].spinning.is_deferred() && can_go_on(state, thread, false)
    })
}

fn awaits_child(state: &State) -> bool {
    let mut threads = state.threads.iter();
    threads.any(|thread| matches!(thread.block, Block::Child { .. }))
}

/// Lets all threads look again.
fn forget_spinning(state: &mut State) {
    for thread in &mut state.threads {
        thread.spinning.goes_on();
    }
}

/// Whether a thread looks at the clock again and again.
fn looks_at_clock(state: &State, thread: usize) -> bool {
    let thread = &state.threads[thread];
    matches!(thread.block, Block::No)
        && state
            .objects
            .known(CLOCK)
            .is_some_and(|clock| thread.spinning.has_looked_at(clock))
}

/// Whether a thread is in this set.
fn contains(set: u128, thread: usize) -> bool {
    members(set).any(|member| member == thread)
}
