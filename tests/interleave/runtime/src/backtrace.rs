//! Where a thread is, to the line. The calls that the compiler tells of are those of instrumented
//! functions only; the unwinder knows them all, the standard library's too. It is slow, so it is
//! asked only in a run that is to be shown.

use std::ffi::{c_int, c_void};

use crate::shared;

unsafe extern "C" {
    // The unwinder that a panic uses. (The Itanium C++ ABI for exception handling, section 1.6.)
    fn _Unwind_Backtrace(visit: Visit, stack: *mut c_void) -> c_int;
    fn _Unwind_GetIP(frame: *const c_void) -> usize;
}

type Visit = unsafe extern "C" fn(frame: *const c_void, stack: *mut c_void) -> c_int;

/// The return addresses of all calls that this thread is in, the innermost first.
pub fn backtrace() -> Vec<usize> {
    let mut stack: Vec<usize> = Vec::with_capacity(64);
    // The unwinder may lock a mutex, of which no point is to be made.
    shared::pause(|| {
        // SAFETY: `visit` takes what it is given: a frame, and our own list, which outlives the call.
        unsafe { _Unwind_Backtrace(visit, (&raw mut stack).cast()) };
    });
    stack
}

unsafe extern "C" fn visit(frame: *const c_void, stack: *mut c_void) -> c_int {
    const GO_ON: c_int = 0;
    // SAFETY: the unwinder passes a frame that it has, and the list that it was given.
    unsafe { (*stack.cast::<Vec<usize>>()).push(_Unwind_GetIP(frame)) };
    GO_ON
}
