//! The futex, by which the standard library and `parking_lot` put threads to sleep and wake them.

use std::{
    ffi::c_long,
    mem,
    sync::atomic::{AtomicU32, Ordering::SeqCst},
};

use interleave_protocol::{
    functions::Class,
    log::{Kind, UNSEEN, woken},
};

use crate::{
    backtrace::backtrace,
    baton::{passed, point},
    block::{Block, Woken, limit},
    hooks::sameness,
    shared::{is_active, with},
    system,
    thread::Thread,
};

/// The word of a thread while it is in `park`, and after it was unparked. These are values inside
/// the standard library. If they change, `park` does not return by itself here.
const PARKED: u32 = u32::MAX;
const UNPARKED: u32 = 1;

/// In C this function takes any number of arguments. On x86_64 and aarch64 they arrive like these.
///
/// # Safety
///
/// As for the function of the C library.
// SAFETY: the name is that of the function that this replaces, and the arguments are the same.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn syscall(
    number: c_long,
    a: usize,
    b: usize,
    c: usize,
    d: usize,
    e: usize,
    f: usize,
) -> c_long {
    if is_active() && number == libc::SYS_futex {
        let operation = b as i32 & !(libc::FUTEX_PRIVATE_FLAG | libc::FUTEX_CLOCK_REALTIME);
        match operation {
            libc::FUTEX_WAIT | libc::FUTEX_WAIT_BITSET => {
                // SAFETY: the caller passes the arguments of such a call.
                return unsafe {
                    let time = (d as *const libc::timespec).as_ref().copied();
                    wait(
                        &*(a as *const AtomicU32),
                        c as u32,
                        time,
                        operation == libc::FUTEX_WAIT,
                    )
                };
            }
            libc::FUTEX_WAKE | libc::FUTEX_WAKE_BITSET => return wake(a, c) as c_long,
            _ => {}
        }
    }
    if is_active() && number == libc::SYS_getrandom {
        // SAFETY: the caller passes the arguments of such a call.
        return unsafe { sameness::getrandom(a as *mut u8, b, 0) as c_long };
    }
    // SAFETY: the caller answers for the arguments.
    unsafe { system::answer(system::call(number, [a, b, c, d, e, f])) as c_long }
}

/// The standard library is precompiled, so what its own code does to atomics is not seen. But it
/// reaches a futex only through the futex's word. And `Condvar::wait` releases a mutex that the
/// thread holds, and locks it again.
fn access_unseen(address: usize) {
    with(|state| {
        state.access(Kind::Update, address, UNSEEN);
        let held = mem::take(&mut state.me().held);
        held.iter()
            .for_each(|&lock| state.access(Kind::Update, lock, UNSEEN));
        state.me().held = held;
    });
}

fn wait(word: &AtomicU32, value: u32, time: Option<libc::timespec>, is_relative: bool) -> c_long {
    let address = word.as_ptr() as usize;
    access_unseen(address);
    point(Kind::Wait, address, Block::No);
    let now = word.load(SeqCst);
    let block = with(|state| {
        state.value(u64::from(now));
        state.arrivals += 1;
        let until = limit(&state.clock, time, is_relative);
        if until.is_some() && now == value {
            state.waits_for_time();
        }
        Block::Futex {
            address,
            until,
            woken: None,
            arrival: state.arrivals,
        }
    });
    if now != value {
        return system::fail(libc::EAGAIN) as c_long;
    }
    point(Kind::Woken, address, block);
    access_unseen(address);
    let Block::Futex { woken, until, .. } = passed() else {
        return 0;
    };
    let woken = woken.map(|woken| match word.load(SeqCst) == value {
        true => woken,
        // Another thread has changed the word, and is about to wake this one.
        false => Woken::ByThread,
    });
    if woken == Some(Woken::ByItself) && value == PARKED && is_in_park() {
        // `park` returns only if its word says that the thread was unparked.
        word.store(UNPARKED, SeqCst);
    }
    if goes_on(woken, until) {
        0
    } else {
        system::fail(libc::ETIMEDOUT) as c_long
    }
}

fn is_in_park() -> bool {
    let calls = backtrace();
    with(|state| {
        let mut classes = calls.iter().map(|&call| state.functions.class(call));
        classes.any(|class| class == Some(Class::Park))
    })
}

/// Notes why a thread goes on after a wait. Returns false if its time limit was over.
pub fn goes_on(woken: Option<Woken>, until: Option<u64>) -> bool {
    with(|state| {
        state.value(match woken {
            Some(Woken::ByThread) => woken::BY_A_THREAD,
            Some(Woken::ByItself) => woken::BY_ITSELF,
            None => woken::BY_A_LIMIT,
        });
        if let (None, Some(until)) = (woken, until) {
            state.clock.reach(until);
        }
        woken.is_some()
    })
}

/// Wakes up to `most` threads, in the order in which they began to wait. Returns how many there
/// were.
pub fn wake(address: usize, most: usize) -> usize {
    access_unseen(address);
    point(Kind::Wake, address, Block::No);
    with(|state| {
        let waiting = |(thread, state): (usize, &Thread)| match state.block {
            Block::Futex {
                address: other,
                woken: None,
                arrival,
                ..
            } if other == address => Some((arrival, thread)),
            _ => None,
        };
        let mut waiting: Vec<_> = state
            .threads
            .iter()
            .enumerate()
            .filter_map(waiting)
            .collect();
        waiting.sort_unstable();
        waiting.truncate(most);
        for &(_, thread) in &waiting {
            if let Block::Futex { woken, .. } = &mut state.threads[thread].block {
                *woken = Some(Woken::ByThread);
            }
            state.threads[thread].spinning.goes_on();
        }
        let woken = waiting.iter().filter(|(_, thread)| *thread < 64);
        state.value(woken.fold(0, |set, (_, thread)| set | 1 << thread));
        if !waiting.is_empty() {
            state.changed(0);
        }
        waiting.len()
    })
}
