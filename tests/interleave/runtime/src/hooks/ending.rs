//! The end of the program, and the beginning of a copy of it.

use std::{
    ffi::c_int,
    sync::atomic::{AtomicU32, Ordering::Relaxed},
};

use interleave_protocol::log::{End, Kind, UNSEEN};

use crate::{
    backtrace::backtrace,
    baton::point,
    block::Block,
    hooks::original,
    scheduled,
    shared::{self, is_active, with},
    system,
};

/// Prepares what must be there before the program begins.
pub fn prepare() {
    // SAFETY: the functions take no arguments, and exist as long as the process, because the
    // library is never unloaded.
    unsafe {
        libc::atexit(leaves);
        libc::pthread_atfork(None, None, Some(is_a_copy));
    }
}

/// Called at the end of `main` or by `exit`. The function that was registered first is called last.
extern "C" fn leaves() {
    if is_active() {
        leave();
    }
}

/// The object that stands for the end of the program. No program has anything at this address.
const END: usize = 0x80;

/// The thread ends the program. If several threads would, the previous step has decided which one
/// does. The standard library lets one through, and the others wait for ever.
fn leave() {
    with(|state| state.access(Kind::Leave, END, UNSEEN));
    let needs_permission = with(|state| state.is_scheduled());
    let block = if needs_permission {
        Block::Leave
    } else {
        Block::No
    };
    point(Kind::Leave, END, block);
    with(|state| {
        state.is_left();
        state.end(End::Left);
    });
    // What follows belongs to the C library.
    shared::end();
}

/// A thread that calls `exit` after another thread waits for the end here, in the standard library.
// SAFETY (of both names here): each is the name of the function that this replaces, and the
// arguments are the same.
#[unsafe(no_mangle)]
extern "C" fn pause() -> c_int {
    while is_active() {
        with(|state| state.access(Kind::Leave, END, UNSEEN));
        point(Kind::Wait, END, Block::Never);
    }
    let never = AtomicU32::new(0);
    while never.load(Relaxed) == 0 {
        system::futex_wait(&never, 0);
    }
    system::fail(libc::EINTR) as c_int
}

/// If a program forks, it goes on under the interleaver, but its copy does not.
unsafe extern "C" fn is_a_copy() {
    scheduled::disconnect();
    shared::end();
}

/// # Safety
///
/// As for the function of the C library.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _exit(status: c_int) -> ! {
    if is_active() {
        leave();
    }
    // SAFETY: the caller answers for the argument.
    unsafe { original!(_exit: unsafe extern "C" fn(c_int) -> !)(status) }
}

/// The handlers are called later, from code whose calls cannot be unwound. So the calls are noted
/// here.
///
/// # Safety
///
/// As for the function of the C library.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn exit(status: c_int) -> ! {
    if is_active() && with(|state| state.has_frames()) {
        let calls = backtrace();
        with(|state| state.exits_from(&calls));
    }
    // SAFETY: the caller answers for the argument.
    unsafe { original!(exit: unsafe extern "C" fn(c_int) -> !)(status) }
}
