//! The program ends, or a copy of it begins.

use std::{
    ffi::c_int,
    sync::atomic::{AtomicU32, Ordering::Relaxed},
};

use interleave_protocol::log::{End, Kind};

use crate::{
    baton::point,
    block::Block,
    hooks::original,
    scheduled,
    shared::{self, is_active, with},
    system,
};

/// Before the program begins.
pub fn prepare() {
    // SAFETY: the functions take no arguments, and are there as long as the process: the library is
    // not unloaded.
    unsafe {
        libc::atexit(leaves);
        libc::pthread_atfork(None, None, Some(is_a_copy));
    }
}

/// By the end of `main` or by a call of `exit`. What was registered first is called last.
extern "C" fn leaves() {
    if is_active() {
        leave();
    }
}

/// What stands for the end of the program among the objects. No program has anything at this
/// address.
const END: usize = 0x80;

/// The thread ends the program. Which one does, if several would, was decided in the step before:
/// the standard library lets one through, and the others wait for ever.
fn leave() {
    with(|state| state.access(Kind::Leave, END));
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
    // What follows is the C library's own.
    shared::end();
}

/// A thread that calls `exit` after another one waits here, in the standard library, for the end.
// SAFETY (of both names here): each is that of the function that this takes the place of, with its
// arguments.
#[unsafe(no_mangle)]
extern "C" fn pause() -> c_int {
    while is_active() {
        with(|state| state.access(Kind::Leave, END));
        point(Kind::Wait, END, Block::Never);
    }
    let never = AtomicU32::new(0);
    while never.load(Relaxed) == 0 {
        system::futex_wait(&never, 0);
    }
    system::fail(libc::EINTR) as c_int
}

/// A program that forks goes on under the interleaver; its copy does not.
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
