//! The one state of the process. It belongs to the thread that has the baton.

use std::{
    arch::asm,
    cell::UnsafeCell,
    sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed},
};

use crate::{scheduled::away, state::State};

/// The one state of the process. It is there before the program begins.
struct Shared(UnsafeCell<Option<State>>);

// SAFETY: only the thread that has the baton accesses the state, through `with`.
unsafe impl Sync for Shared {}

static STATE: Shared = Shared(UnsafeCell::new(None));
static IS_ACTIVE: AtomicBool = AtomicBool::new(false);
static IS_IN_USE: AtomicBool = AtomicBool::new(false);
/// The C library's handle of the thread that has the baton. 0 while it is handed over.
static HOLDER: AtomicUsize = AtomicUsize::new(0);

/// Notes that this thread has the baton from here on.
pub fn has_baton() {
    HOLDER.store(this_thread(), Relaxed);
}

/// Notes that this thread is about to hand over the baton.
pub fn gives_baton() {
    HOLDER.store(0, Relaxed);
}

/// The address of this thread's control block.
///
/// Each function that the program enters asks for it, so this is no call.
#[inline]
pub fn this_thread() -> usize {
    let thread: usize;
    // SAFETY: the C library keeps the address of the thread's control block there, and this only
    // reads it.
    #[cfg(target_arch = "x86_64")]
    unsafe {
        asm!("mov {}, fs:0", out(reg) thread, options(pure, readonly, nostack, preserves_flags));
    }
    // SAFETY: as above.
    #[cfg(target_arch = "aarch64")]
    unsafe {
        asm!("mrs {}, tpidr_el0", out(reg) thread, options(pure, nomem, nostack, preserves_flags));
    }
    thread
}

/// Whether this process is under the interleaver, and this thread has the baton. A thread that has
/// handed over its last baton, or that the runtime has not started, runs as if the runtime were not
/// there. A thread that has lost the baton, because it was away, first waits for it.
#[inline]
pub fn is_active() -> bool {
    is_active_now() || IS_ACTIVE.load(Relaxed) && away::comes_back(this_thread())
}

/// The same, without waiting.
#[inline]
pub fn is_active_now() -> bool {
    IS_ACTIVE.load(Relaxed) && HOLDER.load(Relaxed) == this_thread()
}

/// From here on the process is under the interleaver.
pub fn begin(state: State) {
    // SAFETY: the program has not begun, so there is one thread, and `with` gives nothing out yet.
    unsafe { *STATE.0.get() = Some(state) };
    has_baton();
    IS_ACTIVE.store(true, Relaxed);
}

/// From here on the process is not under the interleaver: it is a copy, which has no log, or it is
/// about to end.
pub fn end() {
    IS_ACTIVE.store(false, Relaxed);
}

/// Does `work` as if the thread, which has the baton, were not under the interleaver.
pub fn pause(work: impl FnOnce()) {
    gives_baton();
    work();
    has_baton();
}

/// Calls `work` with the state. The thread that calls this must have the baton.
///
/// # Panics
///
/// Panics if the state is in use already, by a signal handler, say.
#[inline]
pub fn with<R>(work: impl FnOnce(&mut State) -> R) -> R {
    assert!(!IS_IN_USE.load(Relaxed), "the state of the run is in use");
    IS_IN_USE.store(true, Relaxed);
    // SAFETY: program code runs only in the thread that has the baton. Batons are handed over with
    // release and acquire. So no two threads are here at once, and each sees what the last one did.
    // One thread is not here twice, because `IS_IN_USE` is set.
    let state = unsafe { &mut *STATE.0.get() };
    let result = work(
        state
            .as_mut()
            .expect("the state is there while the runtime is active"),
    );
    IS_IN_USE.store(false, Relaxed);
    result
}
