//! What would differ from run to run: random bytes, the numbers of threads and of processors.

use std::{ffi::c_int, ptr, slice};

use crate::{
    shared::{is_active, with},
    system,
};

/// # Safety
///
/// As for the function of the C library.
// SAFETY (of all names here): each is the name of the function that this replaces, and the
// arguments are the same.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn getrandom(bytes: *mut u8, count: usize, flags: u32) -> isize {
    if !is_active() {
        let arguments = [bytes as usize, count, flags as usize, 0, 0, 0];
        // SAFETY: the caller answers for the arguments.
        return unsafe { system::answer(system::call(libc::SYS_getrandom, arguments)) };
    }
    with(|state| {
        for at in 0..count {
            // SAFETY: the caller passes room for as many bytes.
            unsafe { *bytes.add(at) = state.random_byte() };
        }
    });
    count as isize
}

/// The message of a panic contains it.
#[unsafe(no_mangle)]
extern "C" fn gettid() -> c_int {
    if is_active() {
        with(|state| 1000 + state.current as c_int)
    } else {
        system::thread_number()
    }
}

/// As many processors as the state says, and not the one processor that all threads are on.
///
/// # Safety
///
/// As for the function of the C library.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn sched_getaffinity(process: c_int, size: usize, mask: *mut u8) -> c_int {
    if !is_active() {
        let arguments = [process as usize, size, mask as usize, 0, 0, 0];
        // SAFETY: the caller answers for the arguments.
        let result = unsafe { system::call(libc::SYS_sched_getaffinity, arguments) };
        return system::answer(result.min(0)) as c_int;
    }
    let processors = with(|state| state.processors());
    // SAFETY: the caller passes room for a mask of this size. All of it is written first.
    let mask = unsafe {
        ptr::write_bytes(mask, 0, size);
        slice::from_raw_parts_mut(mask, size)
    };
    for place in 0..processors.min(8 * size) {
        mask[place / 8] |= 1 << (place % 8);
    }
    0
}
