//! Watches over the thread that runs. If it comes to no point for long, it is *away*: the baton is
//! taken from it, and the others go on without it.
//!
//! A thread of the runtime's own looks at the number of points. If that does not grow, it sends the
//! thread that runs a signal. The handler finds out whether that thread is in the program or in the
//! runtime. In the program it lets go of the baton, and goes on as it was: it is [`away`].

use std::{
    ffi::{c_int, c_void},
    sync::atomic::{
        AtomicBool, AtomicI32, AtomicU8, AtomicU64, AtomicUsize,
        Ordering::{Relaxed, SeqCst},
    },
    thread,
};

use interleave_protocol::{control::Message, log::Kind};

use crate::{
    backtrace::{self, Interrupted},
    baton,
    block::Block,
    shared::{self, with},
    system,
};

use super::{
    away,
    connection::{self, Connection},
};

/// So often it is looked whether there was a point, in nanoseconds of the real clock.
const LOOK: i64 = 25_000_000;
/// After so many looks at the same point, the thread that runs is busy.
const LOOKS: u32 = 4;
/// So often in a row it is asked for the baton, as long as it comes to no point: it may be in the
/// runtime just then, where a function of the program begins.
const ASKS: u32 = 50;
/// So long the monitor waits for what the thread answers: this often a millisecond.
const ANSWER_LOOKS: u32 = 100;

/// How many points there were.
static POINTS: AtomicU64 = AtomicU64::new(0);
/// The thread that runs: its number here, and in the kernel.
static THREAD: AtomicUsize = AtomicUsize::new(0);
static NUMBER: AtomicI32 = AtomicI32::new(0);
/// Whether the program rests.
static RESTS: AtomicBool = AtomicBool::new(false);
/// What the monitor and the handler tell each other.
static QUESTION: AtomicU8 = AtomicU8::new(NONE);
const NONE: u8 = 0;
/// The thread that gets the signal is to let go of the baton.
const ASKED: u8 = 1;
/// It is about to.
const ACCEPTED: u8 = 2;
/// It has: the monitor has the baton.
const DONE: u8 = 3;
/// It cannot: it is in the runtime, or not the thread that runs.
const REFUSED: u8 = 4;

/// Starts the monitor. The program has not begun.
pub fn start(connection: &Connection) {
    backtrace::prepare();
    system::handle_interruptions(handler);
    let socket = connection.socket();
    let started = thread::Builder::new().spawn(move || watch_over(socket));
    if let Err(error) = started {
        system::broken(&format!("failed to start the monitor: {error}"));
    }
    watch(0, 0);
}

/// There was a point, and this thread goes on.
pub fn watch(thread: usize, number: i32) {
    // Main's number is that of the process.
    let number = if thread == 0 {
        system::process_number()
    } else {
        number
    };
    THREAD.store(thread, Relaxed);
    NUMBER.store(number, Relaxed);
    POINTS.store(POINTS.load(Relaxed) + 1, Relaxed);
}

/// The program rests, or goes on.
pub fn rests(rests: bool) {
    RESTS.store(rests, Relaxed);
    POINTS.store(POINTS.load(Relaxed) + 1, Relaxed);
}

fn watch_over(socket: c_int) {
    system::block_signals();
    let (mut last, mut looks) = (0, 0);
    loop {
        system::nap(LOOK);
        let points = POINTS.load(Relaxed);
        if points == 0 || points != last || RESTS.load(Relaxed) {
            (last, looks) = (points, 0);
            continue;
        }
        looks += 1;
        if looks % LOOKS != 0 {
            continue;
        }
        let is_there = || POINTS.load(Relaxed) == points;
        if (0..ASKS).any(|_| is_there() && takes_baton()) {
            baton::pass_on();
        } else if is_there() {
            let thread = THREAD.load(Relaxed);
            connection::say(socket, &Message::Busy { thread });
        }
    }
}

/// Asks the thread that runs for the baton. Returns whether it has let go of it.
fn takes_baton() -> bool {
    QUESTION.store(ASKED, SeqCst);
    system::interrupt(NUMBER.load(Relaxed));
    for _ in 0..ANSWER_LOOKS {
        if matches!(QUESTION.load(SeqCst), DONE | REFUSED) {
            break;
        }
        system::nap(1_000_000);
    }
    // Without an answer the question is withdrawn, unless the thread is just about to answer.
    while QUESTION.compare_exchange(ASKED, NONE, SeqCst, SeqCst) == Err(ACCEPTED) {
        system::nap(10_000);
    }
    QUESTION.swap(NONE, SeqCst) == DONE
}

/// The thread that runs is here by a signal, in the midst of anything.
extern "C" fn handler(_: c_int, _: *mut libc::siginfo_t, context: *mut c_void) {
    let mut interrupted = Interrupted::new(system::interrupted_at(context));
    let is_in_program = shared::is_active_now() && {
        interrupted.look();
        interrupted.is_in_program(THREAD.load(Relaxed) != 0)
    };
    let answer = if is_in_program { ACCEPTED } else { REFUSED };
    if QUESTION
        .compare_exchange(ASKED, answer, SeqCst, SeqCst)
        .is_err()
        || !is_in_program
    {
        return;
    }
    with(|state| {
        state.stands_at(interrupted.calls());
        state.announce(Kind::After, 0, Block::Away);
        away::goes_away(state.current, shared::this_thread());
    });
    shared::gives_baton();
    QUESTION.store(DONE, SeqCst);
}
