//! System calls, by their numbers. The C library's functions cannot be used if this library
//! replaces them.

use std::{
    arch::asm,
    ffi::{CStr, c_int},
    mem,
    time::Duration,
};

use crate::log;

mod files;
mod signals;

pub use files::*;
pub use signals::*;

/// Makes a system call. An error is a negative number.
///
/// # Safety
///
/// The arguments must be what this system call expects. Pointers must be valid for what the call
/// does to their targets.
pub unsafe fn call(number: libc::c_long, arguments: [usize; 6]) -> isize {
    let [a, b, c, d, e, f] = arguments;
    let result;
    #[cfg(target_arch = "x86_64")]
    // SAFETY: the kernel's convention; it changes rcx and r11 besides the result. The caller
    // answers for what it does to memory.
    unsafe {
        asm!(
            "syscall",
            inlateout("rax") number as isize => result,
            in("rdi") a, in("rsi") b, in("rdx") c, in("r10") d, in("r8") e, in("r9") f,
            lateout("rcx") _, lateout("r11") _,
            options(nostack),
        );
    }
    #[cfg(target_arch = "aarch64")]
    // SAFETY: the kernel's convention; it changes the result only. The caller answers for what it
    // does to memory.
    unsafe {
        asm!(
            "svc 0",
            in("x8") number,
            inlateout("x0") a as isize => result,
            in("x1") b, in("x2") c, in("x3") d, in("x4") e, in("x5") f,
            options(nostack),
        );
    }
    result
}

/// Answers as the C library does: -1, and the error in `errno`.
pub fn answer(result: isize) -> isize {
    if (-4095..0).contains(&result) {
        return fail(-result as c_int);
    }
    result
}

/// Puts the error into `errno`.
pub fn fail(error: c_int) -> isize {
    // SAFETY: the pointer is to this thread's own `errno`, which lives as long as the thread.
    unsafe { *libc::__errno_location() = error };
    -1
}

/// The function of this name that would be called without this library's own.
///
/// # Safety
///
/// `F` must be a function pointer of the type that the function has.
pub unsafe fn original<F: Copy>(name: &CStr) -> F {
    // SAFETY: the name is a C string. The caller answers for the type.
    unsafe {
        let address = libc::dlsym(libc::RTLD_NEXT, name.as_ptr());
        if address.is_null() {
            broken("the C library lacks a function that it has on every supported system");
        }
        assert_eq!(size_of::<F>(), size_of_val(&address));
        mem::transmute_copy(&address)
    }
}

/// Sleeps while the word has this value, or until it is woken.
pub fn futex_wait(word: &std::sync::atomic::AtomicU32, value: u32) {
    let operation = libc::FUTEX_WAIT | libc::FUTEX_PRIVATE_FLAG;
    let address = word.as_ptr() as usize;
    // SAFETY: the word lives, because it is borrowed; no time limit is given.
    unsafe {
        call(
            libc::SYS_futex,
            [address, operation as usize, value as usize, 0, 0, 0],
        )
    };
}

/// Wakes a thread that sleeps at the word.
pub fn futex_wake(word: &std::sync::atomic::AtomicU32) {
    let operation = libc::FUTEX_WAKE | libc::FUTEX_PRIVATE_FLAG;
    // SAFETY: the kernel uses the address only as a name.
    unsafe {
        call(
            libc::SYS_futex,
            [word.as_ptr() as usize, operation as usize, 1, 0, 0, 0],
        )
    };
}

/// Polls these files without waiting. Returns how many are ready; an error is a negative number.
///
/// # Safety
///
/// `files` must point to as many files as `count` says.
pub unsafe fn poll_now(files: *mut libc::pollfd, count: usize) -> isize {
    let now = libc::timespec {
        tv_sec: 0,
        tv_nsec: 0,
    };
    let now = &raw const now as usize;
    // SAFETY: the time lives until the call is over; the caller answers for the files.
    unsafe { call(libc::SYS_ppoll, [files as usize, count, now, 0, 0, 0]) }
}

/// Lets some real time pass.
pub fn nap(nanoseconds: i64) {
    let time = libc::timespec {
        tv_sec: 0,
        tv_nsec: nanoseconds,
    };
    // SAFETY: the time lives until the call is over.
    unsafe {
        call(
            libc::SYS_nanosleep,
            [&raw const time as usize, 0, 0, 0, 0, 0],
        )
    };
}

/// How much processor time this process has used.
pub fn processor_time() -> Duration {
    let mut time = libc::timespec {
        tv_sec: 0,
        tv_nsec: 0,
    };
    let clock = libc::CLOCK_PROCESS_CPUTIME_ID as usize;
    // SAFETY: there is room for the time, which outlives the call.
    unsafe {
        let address = &raw mut time as usize;
        call(libc::SYS_clock_gettime, [clock, address, 0, 0, 0, 0]);
    }
    Duration::new(
        time.tv_sec.unsigned_abs(),
        time.tv_nsec.unsigned_abs() as u32,
    )
}

/// The kernel's number of this thread.
pub fn thread_number() -> i32 {
    // SAFETY: the call has no arguments.
    unsafe { call(libc::SYS_gettid, [0; 6]) as i32 }
}

/// The number of this process.
pub fn process_number() -> i32 {
    // SAFETY: the call has no arguments.
    unsafe { call(libc::SYS_getpid, [0; 6]) as i32 }
}

/// Waits until the kernel is done with a thread of this process that is about to end.
pub fn wait_for_end_of(thread: i32) {
    // SAFETY: none of these calls has an argument that is a pointer. A signal 0 is not delivered.
    unsafe {
        let process = process_number() as usize;
        let mut looks = 0;
        while call(libc::SYS_tgkill, [process, thread as usize, 0, 0, 0, 0]) == 0 {
            looks += 1;
            if looks < 100 {
                call(libc::SYS_sched_yield, [0; 6]);
            } else {
                nap(50_000);
            }
        }
    }
}

/// Ends the process at once.
pub fn exit_now(status: u8) -> ! {
    loop {
        // SAFETY: the call does not come back, and has no pointers.
        unsafe { call(libc::SYS_exit_group, [usize::from(status), 0, 0, 0, 0, 0]) };
    }
}

/// Reports in the log and on stderr why the runtime cannot go on, and ends the process.
pub fn broken(why: &str) -> ! {
    log::is_broken();
    let text = format!("interleave: {why}\n");
    // SAFETY: the text lives until the call is over.
    unsafe {
        call(
            libc::SYS_write,
            [2, text.as_ptr() as usize, text.len(), 0, 0, 0],
        )
    };
    exit_now(BROKEN)
}

/// The exit status of a process in which the runtime cannot go on.
pub const BROKEN: u8 = 95;
