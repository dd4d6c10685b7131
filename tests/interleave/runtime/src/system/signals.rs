//! The signal that interrupts a thread.

use std::{
    ffi::{c_int, c_void},
    mem, ptr,
};

use super::call;

/// A function that handles a signal.
pub type Handler = extern "C" fn(c_int, *mut libc::siginfo_t, *mut c_void);

/// The signal. Programs use the first ones of its kind, if any.
fn interruption() -> c_int {
    libc::SIGRTMAX() - 3
}

/// From here on, `handler` handles interruptions. Most system calls are restarted after one.
pub fn handle_interruptions(handler: Handler) {
    // SAFETY: all fields are numbers or lists of them, for which zero is a value. The handler takes
    // the arguments that the system passes with this flag.
    unsafe {
        let mut action: libc::sigaction = mem::zeroed();
        action.sa_sigaction = handler as libc::sighandler_t;
        action.sa_flags = libc::SA_SIGINFO | libc::SA_RESTART;
        libc::sigaction(interruption(), &action, ptr::null_mut());
    }
}

/// Interrupts a thread of this process, if it exists.
pub fn interrupt(thread: i32) {
    let process = super::process_number() as usize;
    let arguments = [process, thread as usize, interruption() as usize, 0, 0, 0];
    // SAFETY: the call has no pointers, and the signal has a handler.
    unsafe { call(libc::SYS_tgkill, arguments) };
}

/// The address of the instruction at which a thread was interrupted.
pub fn interrupted_at(context: *mut c_void) -> usize {
    // SAFETY: the system passes such a context to a handler.
    let machine = unsafe { &(*context.cast::<libc::ucontext_t>()).uc_mcontext };
    #[cfg(target_arch = "x86_64")]
    return machine.gregs[libc::REG_RIP as usize] as usize;
    #[cfg(target_arch = "aarch64")]
    return machine.pc as usize;
}

/// Blocks all signals for this thread from here on.
pub fn block_signals() {
    // SAFETY: the set outlives the calls, and zero is a value of it.
    unsafe {
        let mut all: libc::sigset_t = mem::zeroed();
        libc::sigfillset(&mut all);
        libc::pthread_sigmask(libc::SIG_BLOCK, &all, ptr::null_mut());
    }
}
