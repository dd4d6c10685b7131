//! Sleeps, yields and the clock.

use std::ffi::c_int;

use interleave_protocol::log::Kind;

use crate::{
    baton::point,
    block::{Block, nanoseconds},
    scheduled::CLOCK,
    shared::{is_active, with},
    system,
};

fn sleep_until(until: u64) {
    let left = with(|state| {
        state.waits_for_time();
        until.saturating_sub(state.clock.now())
    });
    point(Kind::Sleep, 0, Block::Time(until));
    with(|state| {
        state.value(left);
        state.clock.reach(until);
    });
}

/// # Safety
///
/// As for the function of the C library.
// SAFETY (of all names here): each is the name of the function that this replaces, and the
// arguments are the same.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanosleep(
    time: *const libc::timespec,
    rest: *mut libc::timespec,
) -> c_int {
    if !is_active() {
        let arguments = [time as usize, rest as usize, 0, 0, 0, 0];
        // SAFETY: the caller answers for the arguments.
        return unsafe { system::answer(system::call(libc::SYS_nanosleep, arguments)) as c_int };
    }
    // SAFETY: the caller passes a time.
    let time = nanoseconds(unsafe { *time });
    sleep_until(with(|state| state.clock.now()).saturating_add(time));
    0
}

/// # Safety
///
/// As for the function of the C library.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn clock_nanosleep(
    clock: c_int,
    flags: c_int,
    time: *const libc::timespec,
    rest: *mut libc::timespec,
) -> c_int {
    if !is_active() {
        let arguments = [
            clock as usize,
            flags as usize,
            time as usize,
            rest as usize,
            0,
            0,
        ];
        // SAFETY: the caller answers for the arguments.
        return unsafe { -system::call(libc::SYS_clock_nanosleep, arguments) as c_int };
    }
    // SAFETY: the caller passes a time.
    let time = nanoseconds(unsafe { *time });
    let now = with(|state| state.clock.now());
    let is_absolute = flags & libc::TIMER_ABSTIME != 0;
    sleep_until(if is_absolute {
        time
    } else {
        now.saturating_add(time)
    });
    0
}

#[unsafe(no_mangle)]
extern "C" fn sched_yield() -> c_int {
    if is_active() {
        with(|state| {
            let patience = state.patience;
            state.me().spinning.yields(patience);
        });
        point(Kind::Yield, 0, Block::No);
    } else {
        // SAFETY: the call has no arguments.
        unsafe { system::call(libc::SYS_sched_yield, [0; 6]) };
    }
    0
}

/// # Safety
///
/// As for the function of the C library.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn clock_gettime(clock: c_int, time: *mut libc::timespec) -> c_int {
    if !is_active() {
        let arguments = [clock as usize, time as usize, 0, 0, 0, 0];
        // SAFETY: the caller answers for the arguments.
        return unsafe {
            system::answer(system::call(libc::SYS_clock_gettime, arguments)) as c_int
        };
    }
    let now = if with(|state| state.is_scheduled()) {
        look_in_scheduled_run()
    } else {
        with(|state| state.clock.look())
    };
    let now = libc::timespec {
        tv_sec: (now / 1_000_000_000) as libc::time_t,
        tv_nsec: (now % 1_000_000_000) as libc::c_long,
    };
    // SAFETY: the caller passes room for a time.
    unsafe { *time = now };
    0
}

/// This is a point, so a thread that looks at the clock again and again is seen to spin.
fn look_in_scheduled_run() -> u64 {
    point(Kind::Yield, CLOCK, Block::No);
    with(|state| {
        let clock = state.me().object;
        state.looked(clock);
        state.clock.look_only()
    })
}
