//! Threads that are away: each has lost the baton, because it came to no point for long, and runs
//! beside the others until it comes to one.

use std::{
    ffi::c_int,
    mem,
    sync::{
        Mutex, PoisonError,
        atomic::{
            AtomicBool, AtomicI32, AtomicUsize,
            Ordering::{Relaxed, SeqCst},
        },
    },
};

use interleave_protocol::log::MOST_THREADS;

use crate::{baton, block::Block, shared::with, state::State, system};

/// The threads that are away, as the C library knows them. 0: this one is not.
static AWAY: [AtomicUsize; MOST_THREADS] = [const { AtomicUsize::new(0) }; MOST_THREADS];
/// How many are. Mostly there are none.
static COUNT: AtomicUsize = AtomicUsize::new(0);
/// Of these, those that have come to a point.
static BACK: [AtomicBool; MOST_THREADS] = [const { AtomicBool::new(false) }; MOST_THREADS];
/// What each has called meanwhile. Only the thread itself looks at it.
static DETOURS: [Mutex<Detour>; MOST_THREADS] = [const { Mutex::new(Detour::NONE) }; MOST_THREADS];
/// By which a wait for the outside is ended.
static ALARM: AtomicI32 = AtomicI32::new(-1);

/// The functions that a thread has left and entered while it was away.
struct Detour {
    /// How many it has left that it was in before.
    left: usize,
    /// Those that it is in now and was not before.
    entered: Vec<usize>,
}

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

    /// Makes up for it in the state.
    fn catch_up(self, state: &mut State) {
        (0..self.left).for_each(|_| state.leave_function());
        for call in self.entered {
            state.me().enter(call);
        }
    }
}

/// Before the program begins.
pub fn prepare() {
    ALARM.store(system::event(), Relaxed);
}

/// The file that can be read when a thread that was away is back.
pub fn alarm() -> c_int {
    ALARM.load(Relaxed)
}

/// The thread of this number is away. It is known to the C library by this one.
pub fn goes_away(number: usize, thread: usize) {
    AWAY[number].store(thread, Relaxed);
    COUNT.fetch_add(1, Relaxed);
}

/// Whether a thread that was away waits for the baton.
pub fn is_back(number: usize) -> bool {
    BACK[number].load(SeqCst)
}

/// If this thread is away, it waits until it has the baton again. Returns whether it has it.
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

/// If this thread is away, it enters a function.
pub fn enters(thread: usize, return_address: usize) {
    if let Some(me) = number_of(thread) {
        with_detour(me, |detour| detour.entered.push(return_address));
    }
}

/// If this thread is away, it leaves a function.
pub fn leaves(thread: usize) {
    if let Some(me) = number_of(thread) {
        with_detour(me, Detour::leave);
    }
}

fn number_of(thread: usize) -> Option<usize> {
    if COUNT.load(Relaxed) == 0 {
        return None;
    }
    AWAY.iter().position(|away| away.load(Relaxed) == thread)
}

fn with_detour<R>(me: usize, work: impl FnOnce(&mut Detour) -> R) -> R {
    work(&mut DETOURS[me].lock().unwrap_or_else(PoisonError::into_inner))
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
