//! The C library's own locks, which older versions of `parking_lot` and C code use. While a run is
//! explored, the C library's locks are left alone, and only the runtime records which are held.
//! Errors that the C library would report, and locks that one thread may take several times, are
//! not modelled.

use std::ffi::c_int;

use interleave_protocol::log::Kind;

use crate::{
    baton::{passed, point},
    block::{Block, nanoseconds},
    hooks::{futex, original},
    shared::{is_active, with},
};

type OfMutex = unsafe extern "C" fn(*mut libc::pthread_mutex_t) -> c_int;
type OfCondition = unsafe extern "C" fn(*mut libc::pthread_cond_t) -> c_int;
type Wait = unsafe extern "C" fn(*mut libc::pthread_cond_t, *mut libc::pthread_mutex_t) -> c_int;
type WaitUntil = unsafe extern "C" fn(
    *mut libc::pthread_cond_t,
    *mut libc::pthread_mutex_t,
    *const libc::timespec,
) -> c_int;

/// # Safety
///
/// As for the function of the C library.
// SAFETY (of all names here): each is the name of the function that this replaces, and the
// arguments are the same.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn pthread_mutex_lock(mutex: *mut libc::pthread_mutex_t) -> c_int {
    if !is_active() {
        // SAFETY: the caller answers for the argument.
        return unsafe { original!(pthread_mutex_lock: OfMutex)(mutex) };
    }
    lock(mutex as usize);
    0
}

fn lock(mutex: usize) {
    point(Kind::Lock, mutex, Block::CLock(mutex));
    hold(mutex);
}

fn hold(mutex: usize) {
    with(|state| {
        state.c_locks.push((mutex, state.current));
        state.value(1);
        let object = state.objects.number(mutex);
        state.changed(object);
    });
}

fn release(mutex: usize) {
    with(|state| {
        state.c_locks.retain(|lock| lock.0 != mutex);
        let object = state.objects.number(mutex);
        state.changed(object);
    });
}

/// # Safety
///
/// As for the function of the C library.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn pthread_mutex_trylock(mutex: *mut libc::pthread_mutex_t) -> c_int {
    if !is_active() {
        // SAFETY: the caller answers for the argument.
        return unsafe { original!(pthread_mutex_trylock: OfMutex)(mutex) };
    }
    point(Kind::Update, mutex as usize, Block::No);
    if with(|state| state.is_c_lock_held(mutex as usize)) {
        // It is held. The log shows this as for the mutexes of the standard library.
        with(|state| state.value(1));
        return libc::EBUSY;
    }
    hold(mutex as usize);
    0
}

/// # Safety
///
/// As for the function of the C library.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn pthread_mutex_unlock(mutex: *mut libc::pthread_mutex_t) -> c_int {
    if !is_active() {
        // SAFETY: the caller answers for the argument.
        return unsafe { original!(pthread_mutex_unlock: OfMutex)(mutex) };
    }
    point(Kind::Update, mutex as usize, Block::No);
    release(mutex as usize);
    0
}

/// # Safety
///
/// As for the function of the C library.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn pthread_cond_wait(
    condition: *mut libc::pthread_cond_t,
    mutex: *mut libc::pthread_mutex_t,
) -> c_int {
    if !is_active() {
        // SAFETY: the caller answers for the arguments.
        return unsafe { original!(pthread_cond_wait: Wait)(condition, mutex) };
    }
    wait(condition as usize, mutex as usize, None)
}

/// # Safety
///
/// As for the function of the C library.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn pthread_cond_timedwait(
    condition: *mut libc::pthread_cond_t,
    mutex: *mut libc::pthread_mutex_t,
    time: *const libc::timespec,
) -> c_int {
    if !is_active() {
        // SAFETY: the caller answers for the arguments.
        return unsafe { original!(pthread_cond_timedwait: WaitUntil)(condition, mutex, time) };
    }
    // SAFETY: the caller passes a time.
    wait(
        condition as usize,
        mutex as usize,
        Some(nanoseconds(unsafe { *time })),
    )
}

fn wait(condition: usize, mutex: usize, until: Option<u64>) -> c_int {
    point(Kind::Wait, condition, Block::No);
    release(mutex);
    let arrival = with(|state| {
        state.access(Kind::Update, mutex, 0);
        state.arrivals += 1;
        state.arrivals
    });
    let block = Block::Futex {
        address: condition,
        until,
        woken: None,
        arrival,
    };
    point(Kind::Woken, condition, block);
    let Block::Futex { woken, .. } = passed() else {
        return 0;
    };
    let is_woken = futex::goes_on(woken, until);
    lock(mutex);
    if is_woken { 0 } else { libc::ETIMEDOUT }
}

/// # Safety
///
/// As for the function of the C library.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn pthread_cond_signal(condition: *mut libc::pthread_cond_t) -> c_int {
    if !is_active() {
        // SAFETY: the caller answers for the argument.
        return unsafe { original!(pthread_cond_signal: OfCondition)(condition) };
    }
    futex::wake(condition as usize, 1);
    0
}

/// # Safety
///
/// As for the function of the C library.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn pthread_cond_broadcast(condition: *mut libc::pthread_cond_t) -> c_int {
    if !is_active() {
        // SAFETY: the caller answers for the argument.
        return unsafe { original!(pthread_cond_broadcast: OfCondition)(condition) };
    }
    futex::wake(condition as usize, usize::MAX);
    0
}
