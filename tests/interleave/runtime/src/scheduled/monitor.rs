//! Watches the thread that runs. If it reaches no point for long, it is *away*: the monitor takes
//! the baton from it, and the others go on without it.
//!
//! A thread of the runtime's own watches the number of points. If it does not grow, the watcher
//! sends a signal to the thread that runs. The handler finds out whether that thread is in the
//! program or in the runtime. If it is in the program, it lets go of the baton, and goes on as it
//! was: it is [`away`].

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

/// The time between two looks at the number of points, in nanoseconds of the real clock.
const LOOK: i64 = 25_000_000;
/// After this many looks at the same point, the thread that runs is busy.
const LOOKS: u32 = 4;
/// How often in a row the monitor asks for the baton, until there is a point. When it asks, the
/// thread may just be in the runtime, because a function of the program begins.
const ASKS: u32 = 50;
/// How long the monitor waits for the thread's answer, in looks at intervals of a millisecond.
const ANSWER_LOOKS: u32 = 100;

/// How many points there were.
static POINTS: AtomicU64 = AtomicU64::new(0);
/// The thread that runs: its number here, and in the kernel.
static THREAD: AtomicUsize = AtomicUsize::new(0);
static NUMBER: AtomicI32 = AtomicI32::new(0);
/// Whether the program rests.
static RESTS: AtomicBool = AtomicBool::new(false);
/// The request of the monitor to the handler, and the answer.
static QUESTION: AtomicU8 = AtomicU8::new(NONE);
const NONE: u8 = 0;
/// The thread that gets the signal should let go of the baton.
const ASKED: u8 = 1;
/// It is about to let go.
const ACCEPTED: u8 = 2;
/// It has let go: the monitor has the baton.
const DONE: u8 = 3;
/// It cannot let go: it is in the runtime, or it is not the thread that runs.
const REFUSED: u8 = 4;

/// Starts the monitor, before the program begins.
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

/// Notes that there was a point, and that this thread goes on.
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

/// Notes that the program rests, or goes on.
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
    // Without an answer the request is withdrawn, unless the thread is just about to answer.
    while QUESTION.compare_exchange(ASKED, NONE, SeqCst, SeqCst) == Err(ACCEPTED) {
        system::nap(10_000);
    }
    QUESTION.swap(NONE, SeqCst) == DONE
}

/// The signal has brought the thread that runs here, in the midst of anything.
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
