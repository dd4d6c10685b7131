//! Threads that are away. Each has lost the baton, because it reached no point for long. It runs
//! beside the others until it reaches one.

use std::{
    cell::UnsafeCell,
    ffi::c_int,
    mem,
    sync::atomic::{
        AtomicBool, AtomicI32, AtomicUsize,
        Ordering::{Relaxed, SeqCst},
    },
};

use interleave_protocol::log::MOST_THREADS;

use crate::{baton, block::Block, shared::with, state::State, system};

/// For each thread that is away, the address of its control block. 0: the thread is not away.
static AWAY: [AtomicUsize; MOST_THREADS] = [const { AtomicUsize::new(0) }; MOST_THREADS];
/// How many threads are away. Mostly there are none.
static COUNT: AtomicUsize = AtomicUsize::new(0);
/// Whether a thread that is away has reached a point.
static BACK: [AtomicBool; MOST_THREADS] = [const { AtomicBool::new(false) }; MOST_THREADS];
/// The number of the thread that was looked up last: mostly it is the next one too.
static LATEST: AtomicUsize = AtomicUsize::new(0);
/// The functions that each has left and entered meanwhile.
static DETOURS: [OwnDetour; MOST_THREADS] =
    [const { OwnDetour(UnsafeCell::new(Detour::NONE)) }; MOST_THREADS];
/// The event that ends a wait for the outside when a thread is back.
static ALARM: AtomicI32 = AtomicI32::new(-1);

/// The functions that a thread has left and entered while it was away.
struct Detour {
    /// How many functions it has left that it was in before.
    left: usize,
    /// The functions that it is in now and was not in before.
    entered: Vec<usize>,
}

/// The detour of one thread. Only that thread uses it.
struct OwnDetour(UnsafeCell<Detour>);

// SAFETY: only `with_detour` comes to it, with the number of the thread that calls it.
unsafe impl Sync for OwnDetour {}

impl Detour {
    const NONE: Self = Self {
        left: 0,
        entered: Vec::new(),
    };

    fn leave(&mut self) {
        if self.entered.pop().is_none() {
            self.left += 1;
        }
    }

    /// Applies this to the calls of the thread in the state.
    fn catch_up(self, state: &mut State) {
        (0..self.left).for_each(|_| state.leave_function());
        for call in self.entered {
            state.me().enter(call);
        }
    }
}

/// Prepares the alarm, before the program begins.
pub fn prepare() {
    ALARM.store(system::event(), Relaxed);
}

/// The file that can be read when a thread that was away is back.
pub fn alarm() -> c_int {
    ALARM.load(Relaxed)
}

/// Notes that the thread of this number is away. `thread` is the address of its control block.
pub fn goes_away(number: usize, thread: usize) {
    AWAY[number].store(thread, Relaxed);
    COUNT.fetch_add(1, Relaxed);
}

/// Whether a thread that was away waits for the baton.
pub fn is_back(number: usize) -> bool {
    BACK[number].load(SeqCst)
}

/// If this thread is away, waits until it has the baton again. Returns whether it was away.
pub fn comes_back(thread: usize) -> bool {
    let Some(me) = number_of(thread) else {
        return false;
    };
    BACK[me].store(true, SeqCst);
    system::ring_event(alarm());
    baton::take(me);
    BACK[me].store(false, SeqCst);
    AWAY[me].store(0, Relaxed);
    COUNT.fetch_sub(1, Relaxed);
    let detour = with_detour(me, |detour| mem::replace(detour, Detour::NONE));
    with(|state| {
        state.me().block = Block::No;
        detour.catch_up(state);
    });
    true
}

/// Notes that this thread enters a function, if it is away.
pub fn enters(thread: usize, return_address: usize) {
    if let Some(me) = number_of(thread) {
        with_detour(me, |detour| detour.entered.push(return_address));
    }
}

/// Notes that this thread leaves a function, if it is away.
pub fn leaves(thread: usize) {
    if let Some(me) = number_of(thread) {
        with_detour(me, Detour::leave);
    }
}

fn number_of(thread: usize) -> Option<usize> {
    if COUNT.load(Relaxed) == 0 {
        return None;
    }
    let latest = LATEST.load(Relaxed);
    if AWAY[latest].load(Relaxed) == thread {
        return Some(latest);
    }
    let number = AWAY.iter().position(|away| away.load(Relaxed) == thread)?;
    LATEST.store(number, Relaxed);
    Some(number)
}

/// Works with the detour of this thread, whose number is `me`.
fn with_detour<R>(me: usize, work: impl FnOnce(&mut Detour) -> R) -> R {
    // SAFETY: the detour is this thread's, and none of the callers' work comes here again.
    work(unsafe { &mut *DETOURS[me].0.get() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_detour_is_what_is_left_of_it() {
        let mut detour = Detour::NONE;
        detour.entered.push(7);
        detour.leave();
        detour.leave();
        detour.entered.push(8);
        assert_eq!((detour.left, detour.entered), (1, vec![8]));
    }
}
