//! The program ends, or a copy of it begins.

use std::ffi::c_int;

use interleave_protocol::log::{End, Kind};

use crate::{
    baton::point,
    block::Block,
    hooks::original,
    state::{self, is_active, with},
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
        point(Kind::Leave, 0, Block::No);
        with(|state| {
            state.is_left();
            state.end(End::Left);
        });
    }
}

/// A program that forks goes on under the interleaver; its copy does not.
unsafe extern "C" fn is_a_copy() {
    state::end();
}

/// # Safety
///
/// As for the function of the C library.
// SAFETY: the name is that of the function that this takes the place of, with its arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _exit(status: c_int) -> ! {
    if is_active() {
        point(Kind::Leave, 0, Block::No);
        with(|state| {
            state.is_left();
            state.end(End::Left);
        });
    }
    // SAFETY: the caller answers for the argument.
    unsafe { original!(_exit: unsafe extern "C" fn(c_int) -> !)(status) }
}
