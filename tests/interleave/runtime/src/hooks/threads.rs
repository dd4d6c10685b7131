//! How threads begin, end, and are joined.

use std::{
    ffi::{CStr, c_char, c_int, c_void},
    sync::OnceLock,
};

use interleave_protocol::log::Kind;

use crate::{
    baton::{last_point, point, take},
    block::Block,
    hooks::original,
    shared::{is_active, with},
    system,
};

type Start = extern "C" fn(*mut c_void) -> *mut c_void;
type Create = unsafe extern "C" fn(
    *mut libc::pthread_t,
    *const libc::pthread_attr_t,
    Start,
    *mut c_void,
) -> c_int;
type Join = unsafe extern "C" fn(libc::pthread_t, *mut *mut c_void) -> c_int;
type SetName = unsafe extern "C" fn(libc::pthread_t, *const c_char) -> c_int;

/// The key whose destructor is called when a thread ends.
static KEY: OnceLock<libc::pthread_key_t> = OnceLock::new();

/// How many rounds of destructors the C library runs. The threads' own are done before the last.
const ROUNDS: usize = 4;

/// Prepares the key, before the program begins.
pub fn prepare() {
    let mut key = 0;
    // SAFETY: the key outlives the call, and the destructor takes what is set below.
    unsafe { libc::pthread_key_create(&mut key, Some(ends)) };
    KEY.get_or_init(|| key);
}

/// The objects that stand for threads. No program has anything at these addresses.
fn thread_object(thread: usize) -> usize {
    0x10_0000 + thread
}

struct Begin {
    thread: usize,
    start: Start,
    argument: *mut c_void,
}

extern "C" fn begins(begin: *mut c_void) -> *mut c_void {
    // SAFETY: `pthread_create` below has made it from a box, for this thread alone.
    let begin = unsafe { Box::from_raw(begin.cast::<Begin>()) };
    take(begin.thread);
    with(|state| state.begins(system::thread_number()));
    set_round(1);
    // The box is freed after the call. So this function stays on the call stack, and the monitor
    // relies on that.
    (begin.start)(begin.argument)
}

fn set_round(round: usize) {
    if let Some(&key) = KEY.get() {
        // SAFETY: the value is never used as a pointer.
        unsafe { libc::pthread_setspecific(key, round as *const c_void) };
    }
}

/// Waits for the last round: until then a thread's own destructors may have work to do, and may be
/// called again.
extern "C" fn ends(round: *mut c_void) {
    if !is_active() {
        return;
    }
    if (round as usize) < ROUNDS - 1 {
        set_round(round as usize + 1);
        return;
    }
    let me = with(|state| state.current);
    point(Kind::Exit, thread_object(me), Block::No);
    last_point();
}

/// # Safety
///
/// As for the function of the C library.
// SAFETY (of all names here): each is the name of the function that this replaces, and the
// arguments are the same.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn pthread_create(
    handle: *mut libc::pthread_t,
    attributes: *const libc::pthread_attr_t,
    start: Start,
    argument: *mut c_void,
) -> c_int {
    let create = original!(pthread_create: Create);
    if !is_active() {
        // SAFETY: the caller answers for the arguments.
        return unsafe { create(handle, attributes, start, argument) };
    }
    point(Kind::Spawn, 0, Block::No);
    let thread = with(|state| state.add_thread());
    let begin = Box::into_raw(Box::new(Begin {
        thread,
        start,
        argument,
    }));
    // SAFETY: the caller answers for the first two arguments, and the last two fit each other.
    let result = unsafe { create(handle, attributes, begins, begin.cast()) };
    with(|state| {
        state.value(thread as u64);
        if result != 0 {
            // SAFETY: the thread for which the box was made has not begun.
            drop(unsafe { Box::from_raw(begin) });
            state.threads[thread].block = Block::Ended;
            return;
        }
        // SAFETY: the call has succeeded, so it has written the handle.
        state.threads[thread].handle = unsafe { *handle };
        state.threads[thread].object = state.objects.number(thread_object(thread));
        state.changed(0);
    });
    // What follows may be in precompiled code, which is not seen, such as the lock of stdout.
    point(Kind::After, 0, Block::No);
    result
}

/// # Safety
///
/// As for the function of the C library.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn pthread_join(handle: libc::pthread_t, result: *mut *mut c_void) -> c_int {
    if let Some(other) = known(handle) {
        point(Kind::Join, thread_object(other), Block::Thread(other));
        with(|state| {
            state.value(other as u64);
            state.threads[other].handle = 0;
        });
    }
    // SAFETY: the caller answers for the arguments.
    unsafe { original!(pthread_join: Join)(handle, result) }
}

/// # Safety
///
/// As for the function of the C library.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn pthread_setname_np(handle: libc::pthread_t, name: *const c_char) -> c_int {
    if is_active() {
        // SAFETY: the caller passes a C string.
        let text = unsafe { CStr::from_ptr(name) }
            .to_string_lossy()
            .into_owned();
        with(|state| {
            let thread = state
                .threads
                .iter()
                .rposition(|thread| thread.handle == handle);
            let thread = thread.unwrap_or(state.current);
            state.threads[thread].name = text;
        });
    }
    // SAFETY: the caller answers for the arguments.
    unsafe { original!(pthread_setname_np: SetName)(handle, name) }
}

fn known(handle: libc::pthread_t) -> Option<usize> {
    if !is_active() {
        return None;
    }
    with(|state| {
        state
            .threads
            .iter()
            .rposition(|thread| thread.handle == handle)
    })
}
