//! Where a thread is, to the line. The compiler reports only the calls of instrumented functions.
//! The unwinder finds all calls, the standard library's too. It is slow, so it is used only in a
//! run that will be shown.

use std::{
    ffi::{c_int, c_void},
    ops::Range,
    sync::OnceLock,
};

use crate::shared;

unsafe extern "C" {
    // The unwinder that a panic uses. (The Itanium C++ ABI for exception handling, section 1.6.)
    fn _Unwind_Backtrace(visit: Visit, stack: *mut c_void) -> c_int;
    fn _Unwind_GetIP(frame: *const c_void) -> usize;
}

type Visit = unsafe extern "C" fn(frame: *const c_void, stack: *mut c_void) -> c_int;

/// The answer of a visit: go on.
const GO_ON: c_int = 0;

/// The return addresses of all calls that this thread is in, the innermost first.
pub fn backtrace() -> Vec<usize> {
    let mut stack: Vec<usize> = Vec::with_capacity(64);
    // The unwinder may lock a mutex, and this must not be a point.
    shared::pause(|| {
        // SAFETY: `visit` takes the two arguments that it gets: a frame, and our own list, which
        // outlives the call.
        unsafe { _Unwind_Backtrace(visit, (&raw mut stack).cast()) };
    });
    stack
}

unsafe extern "C" fn visit(frame: *const c_void, stack: *mut c_void) -> c_int {
    // SAFETY: the unwinder passes a frame that it has, and the list that it was given.
    unsafe { (*stack.cast::<Vec<usize>>()).push(_Unwind_GetIP(frame)) };
    GO_ON
}

/// How many calls of an interrupted thread are kept.
const MOST_CALLS: usize = 64;

/// A thread that a signal has interrupted, as its handler sees it. Nothing here allocates memory,
/// because the thread may have been in an allocation.
pub struct Interrupted {
    /// The instruction at which it was interrupted.
    at: usize,
    /// Whether the unwinder has passed the calls up to there.
    is_reached: bool,
    /// How many of the thread's calls are in the runtime.
    in_runtime: usize,
    calls: [usize; MOST_CALLS],
    count: usize,
}

impl Interrupted {
    /// A thread that was interrupted at this instruction.
    pub fn new(at: usize) -> Self {
        Self {
            at,
            is_reached: false,
            in_runtime: 0,
            calls: [0; MOST_CALLS],
            count: 0,
        }
    }

    /// Looks at the thread's calls.
    pub fn look(&mut self) {
        let own: *mut Self = self;
        shared::pause(|| {
            // SAFETY: `visit_interrupted` takes a frame and this, which outlives the call.
            unsafe { _Unwind_Backtrace(visit_interrupted, own.cast()) };
        });
    }

    /// Whether the thread is in the program. The runtime begins each spawned thread, so such a
    /// thread always has one call in the runtime.
    pub fn is_in_program(&self, is_spawned: bool) -> bool {
        self.is_reached && self.in_runtime == usize::from(is_spawned)
    }

    /// The return addresses of the thread's calls, the innermost first.
    pub fn calls(&self) -> &[usize] {
        &self.calls[..self.count]
    }

    fn sees(&mut self, address: usize) {
        self.is_reached |= address == self.at;
        if !self.is_reached {
            return;
        }
        let is_in_runtime = OWN_CODE.get().is_none_or(|code| code.contains(&address));
        self.in_runtime += usize::from(is_in_runtime);
        if let Some(place) = self.calls.get_mut(self.count) {
            *place = address;
            self.count += 1;
        }
    }
}

unsafe extern "C" fn visit_interrupted(frame: *const c_void, interrupted: *mut c_void) -> c_int {
    // SAFETY: the unwinder passes a frame that it has, and what it was given.
    unsafe { (*interrupted.cast::<Interrupted>()).sees(_Unwind_GetIP(frame)) };
    GO_ON
}

/// Where the runtime's own code lies.
static OWN_CODE: OnceLock<Range<usize>> = OnceLock::new();

/// Finds the runtime's own code, because a handler cannot do that.
pub fn prepare() {
    let mut code = 0..0;
    // SAFETY: the function takes what the loader passes, and the range outlives the call.
    unsafe { libc::dl_iterate_phdr(Some(find_own_code), (&raw mut code).cast()) };
    OWN_CODE.get_or_init(|| code);
}

unsafe extern "C" fn find_own_code(
    info: *mut libc::dl_phdr_info,
    _: usize,
    code: *mut c_void,
) -> c_int {
    let own = prepare as fn() as usize;
    // SAFETY: the loader passes a valid description of an object and its parts, and our own range.
    let (parts, base, code) = unsafe {
        let info = &*info;
        let parts = std::slice::from_raw_parts(info.dlpi_phdr, usize::from(info.dlpi_phnum));
        (
            parts,
            info.dlpi_addr as usize,
            &mut *code.cast::<Range<usize>>(),
        )
    };
    for part in parts {
        let begin = base + part.p_vaddr as usize;
        let range = begin..begin + part.p_memsz as usize;
        if part.p_type == libc::PT_LOAD && range.contains(&own) {
            *code = range;
        }
    }
    GO_ON
}
