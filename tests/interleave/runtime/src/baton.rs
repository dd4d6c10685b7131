//! The baton: only the thread that has it runs.

use std::sync::atomic::{
    AtomicU32,
    Ordering::{Acquire, Release},
};

use interleave_protocol::log::{Kind, MOST_THREADS};

use crate::{
    backtrace::backtrace,
    block::Block,
    shared::{self, with},
    system,
};

/// For each thread, whether it was given the baton and has not taken it yet.
static BATONS: [AtomicU32; MOST_THREADS] = [const { AtomicU32::new(0) }; MOST_THREADS];

/// Gives the baton to another thread.
pub fn give(to: usize) {
    shared::gives_baton();
    BATONS[to].store(1, Release);
    system::futex_wake(&BATONS[to]);
}

/// Waits for the baton.
pub fn take(me: usize) {
    while BATONS[me].swap(0, Acquire) == 0 {
        system::futex_wait(&BATONS[me], 0);
    }
    shared::has_baton();
    // The thread that gave the baton may be about to end. Its stack, and what else it leaves to
    // others, can be used again only when the kernel is done with it.
    if let Some(thread) = with(|state| state.dying.take()) {
        system::wait_for_end_of(thread);
    }
}

/// Announces the thread's next operation, and returns when it is the thread's turn to do it.
pub fn point(kind: Kind, address: usize, block: Block) {
    if with(|state| state.keeps_frames(kind, address, &block)) {
        let calls = backtrace();
        with(|state| {
            state.stands_at(&calls);
            if kind == Kind::Leave {
                state.stands_at_exit();
            }
        });
    }
    let (me, next) = with(|state| {
        state.announce(kind, address, block);
        let me = state.current;
        state.current = state.choose();
        (me, state.current)
    });
    if next != me {
        give(next);
        take(me);
    }
    if with(|state| state.lacks_frames()) {
        let calls = backtrace();
        with(|state| {
            state.stands_at(&calls);
            state.add_frames();
        });
    }
}

/// The same for a thread that ends. It does not return to its program.
pub fn last_point() {
    let next = with(|state| {
        state.me().block = Block::Ended;
        state.changed(0);
        state.dying = Some(state.me().number);
        state.current = state.choose();
        state.current
    });
    give(next);
}

/// Passes the baton on after a thread that is away has let go of it.
pub fn pass_on() {
    let next = with(|state| {
        state.current = state.choose();
        state.current
    });
    give(next);
}

/// Ends the wait of the last point, and returns it.
pub fn passed() -> Block {
    with(|state| std::mem::replace(&mut state.me().block, Block::No))
}
