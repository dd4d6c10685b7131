//! Files, pipes, sockets and child processes. A thread that has the baton never waits in the kernel
//! for one of them. It waits at a scheduling point until the call can have a result.

use std::ffi::{c_int, c_void};

use interleave_protocol::log::{Kind, UNSEEN};

use crate::{
    baton::point,
    block::Block,
    hooks::file,
    shared::{is_active, with},
    system::{self, answer, call, kind_of_file, never_waits},
};

/// The scheduling point before a write. Returns how many bytes can then be written without waiting.
/// A thread that prints has locked the stream in the previous step, and no hook sees that.
fn write_point(number: c_int) -> usize {
    with(|state| state.access(Kind::Write, file(number), UNSEEN));
    let is_pipe = with(|state| state.is_scheduled()) && kind_of_file(number) == Some(libc::S_IFIFO);
    if is_pipe && !never_waits(number) {
        wait_to_write(number);
    } else {
        point(Kind::Write, file(number), Block::No);
    }
    with(|state| state.changed(0));
    if is_pipe { libc::PIPE_BUF } else { usize::MAX }
}

/// Waits until there is room in a pipe or a socket.
fn wait_to_write(number: c_int) {
    let mut files = libc::pollfd {
        fd: number,
        events: libc::POLLOUT,
        revents: 0,
    };
    let block = Block::Files {
        files: &mut files,
        count: 1,
        until: None,
    };
    point(Kind::Write, file(number), block);
}

/// Whether this is a socket of a scheduled run. A message of a worker to its scheduler is no step,
/// unless the worker has to wait.
fn is_scheduled_socket(number: c_int) -> bool {
    is_active()
        && with(|state| state.is_scheduled())
        && kind_of_file(number) == Some(libc::S_IFSOCK)
}

/// Sends as much as there is room for. Waits if there is no room.
///
/// # Safety
///
/// There must be `count` bytes.
unsafe fn send_to_socket(number: c_int, bytes: *const c_void, count: usize, flags: c_int) -> isize {
    let waits = flags & libc::MSG_DONTWAIT == 0 && !never_waits(number);
    let flags = flags | libc::MSG_DONTWAIT;
    with(|state| state.has_progressed());
    loop {
        let arguments = [number as usize, bytes as usize, count, flags as usize, 0, 0];
        // SAFETY: the caller answers for the arguments.
        let result = unsafe { call(libc::SYS_sendto, arguments) };
        if result != -libc::EAGAIN as isize || !waits {
            return answer(result);
        }
        wait_to_write(number);
    }
}

/// Notes how many bytes were written to which file.
fn wrote(number: c_int, result: isize) -> isize {
    if is_active() {
        with(|state| state.value((number as u64) << 32 | result.max(0) as u64));
    }
    answer(result)
}

/// # Safety
///
/// As for the function of the C library.
// SAFETY (of all names here): each is the name of the function that this replaces, and the
// arguments are the same.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn write(number: c_int, bytes: *const c_void, count: usize) -> isize {
    if is_scheduled_socket(number) {
        // SAFETY: the caller answers for the arguments.
        return unsafe { send_to_socket(number, bytes, count, 0) };
    }
    let fits = if is_active() {
        write_point(number)
    } else {
        count
    };
    let arguments = [number as usize, bytes as usize, count.min(fits), 0, 0, 0];
    // SAFETY: the caller answers for the arguments.
    wrote(number, unsafe { call(libc::SYS_write, arguments) })
}

/// # Safety
///
/// As for the function of the C library.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn send(
    number: c_int,
    bytes: *const c_void,
    count: usize,
    flags: c_int,
) -> isize {
    if is_scheduled_socket(number) {
        // SAFETY: the caller answers for the arguments.
        return unsafe { send_to_socket(number, bytes, count, flags) };
    }
    let arguments = [number as usize, bytes as usize, count, flags as usize, 0, 0];
    // SAFETY: the caller answers for the arguments.
    answer(unsafe { call(libc::SYS_sendto, arguments) })
}

/// # Safety
///
/// As for the function of the C library.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn writev(number: c_int, parts: *const libc::iovec, count: c_int) -> isize {
    let fits = if is_active() {
        write_point(number)
    } else {
        usize::MAX
    };
    // SAFETY: the caller passes `count` parts.
    let first = unsafe { first_part(parts, count) };
    if let Some(first) = first.filter(|_| fits != usize::MAX) {
        let count = first.iov_len.min(fits);
        let arguments = [number as usize, first.iov_base as usize, count, 0, 0, 0];
        // SAFETY: the caller answers for the parts.
        return wrote(number, unsafe { call(libc::SYS_write, arguments) });
    }
    let arguments = [number as usize, parts as usize, count as usize, 0, 0, 0];
    // SAFETY: the caller answers for the arguments.
    wrote(number, unsafe { call(libc::SYS_writev, arguments) })
}

/// The first part that is not empty.
///
/// # Safety
///
/// There must be `count` parts.
unsafe fn first_part(parts: *const libc::iovec, count: c_int) -> Option<libc::iovec> {
    let parts = (0..usize::try_from(count).unwrap_or(0)).map(|nth| parts.wrapping_add(nth));
    // SAFETY: as the caller says.
    let mut parts = parts.map(|part| unsafe { *part });
    parts.find(|part| part.iov_len > 0)
}

/// Waits until there is something to read, unless the file is on a disk or never waits.
fn wait_to_read(number: c_int) {
    if !is_active() || is_on_disk(number) {
        return;
    }
    let mut files = libc::pollfd {
        fd: number,
        events: libc::POLLIN,
        revents: 0,
    };
    let block = if never_waits(number) {
        Block::No
    } else {
        Block::Files {
            files: &mut files,
            count: 1,
            until: None,
        }
    };
    point(Kind::Read, file(number), block);
}

fn is_on_disk(number: c_int) -> bool {
    kind_of_file(number).is_none_or(|kind| kind == libc::S_IFREG)
}

/// # Safety
///
/// As for the function of the C library.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn read(number: c_int, bytes: *mut c_void, count: usize) -> isize {
    wait_to_read(number);
    let arguments = [number as usize, bytes as usize, count, 0, 0, 0];
    // SAFETY: the caller answers for the arguments.
    answer(unsafe { call(libc::SYS_read, arguments) })
}

/// # Safety
///
/// As for the function of the C library.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn readv(number: c_int, parts: *const libc::iovec, count: c_int) -> isize {
    wait_to_read(number);
    let arguments = [number as usize, parts as usize, count as usize, 0, 0, 0];
    // SAFETY: the caller answers for the arguments.
    answer(unsafe { call(libc::SYS_readv, arguments) })
}

/// # Safety
///
/// As for the function of the C library.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn recv(
    number: c_int,
    bytes: *mut c_void,
    count: usize,
    flags: c_int,
) -> isize {
    wait_to_read(number);
    let arguments = [number as usize, bytes as usize, count, flags as usize, 0, 0];
    // SAFETY: the caller answers for the arguments.
    answer(unsafe { call(libc::SYS_recvfrom, arguments) })
}

/// # Safety
///
/// As for the function of the C library.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn recvfrom(
    number: c_int,
    bytes: *mut c_void,
    count: usize,
    flags: c_int,
    address: *mut libc::sockaddr,
    length: *mut libc::socklen_t,
) -> isize {
    wait_to_read(number);
    let (address, length) = (address as usize, length as usize);
    let arguments = [
        number as usize,
        bytes as usize,
        count,
        flags as usize,
        address,
        length,
    ];
    // SAFETY: the caller answers for the arguments.
    answer(unsafe { call(libc::SYS_recvfrom, arguments) })
}

/// # Safety
///
/// As for the function of the C library.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn accept4(
    number: c_int,
    address: *mut libc::sockaddr,
    length: *mut libc::socklen_t,
    flags: c_int,
) -> c_int {
    wait_to_read(number);
    let arguments = [
        number as usize,
        address as usize,
        length as usize,
        flags as usize,
        0,
        0,
    ];
    // SAFETY: the caller answers for the arguments.
    answer(unsafe { call(libc::SYS_accept4, arguments) }) as c_int
}

/// The time at which a limit in milliseconds ends. None if the limit is negative: there is no
/// limit.
fn limit_in_milliseconds(milliseconds: c_int) -> Option<u64> {
    let milliseconds = u64::try_from(milliseconds).ok()?;
    Some(with(|state| state.clock.now() + milliseconds * 1_000_000))
}

/// Waits until one of the files can be used, or for the limit.
fn wait_for_files(object: usize, files: *mut libc::pollfd, count: usize, until: Option<u64>) {
    if until.is_some() {
        with(|state| state.waits_for_time());
    }
    point(
        Kind::Read,
        object,
        Block::Files {
            files,
            count,
            until,
        },
    );
}

/// # Safety
///
/// As for the function of the C library.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn poll(
    files: *mut libc::pollfd,
    count: libc::nfds_t,
    limit: c_int,
) -> c_int {
    let count = count as usize;
    if !is_active() {
        let time = libc::timespec {
            tv_sec: libc::time_t::from(limit / 1000),
            tv_nsec: libc::c_long::from(limit % 1000 * 1_000_000),
        };
        let time = if limit < 0 {
            0
        } else {
            &raw const time as usize
        };
        // SAFETY: the caller answers for the files, and the time outlives the call.
        return unsafe {
            answer(call(
                libc::SYS_ppoll,
                [files as usize, count, time, 0, 0, 0],
            )) as c_int
        };
    }
    let until = limit_in_milliseconds(limit);
    if limit != 0 {
        wait_for_files(0, files, count, until);
    }
    // SAFETY: the caller answers for the files.
    let ready = unsafe { system::poll_now(files, count) };
    if let (0, Some(until)) = (ready, until) {
        with(|state| state.clock.reach(until));
    }
    answer(ready) as c_int
}

/// Waits at the epoll descriptor itself, which can be polled like any other.
///
/// # Safety
///
/// As for the function of the C library.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn epoll_wait(
    epoll: c_int,
    events: *mut libc::epoll_event,
    most: c_int,
    limit: c_int,
) -> c_int {
    let wait = |limit: c_int| {
        let arguments = [
            epoll as usize,
            events as usize,
            most as usize,
            limit as usize,
            0,
            8,
        ];
        // SAFETY: the caller answers for the arguments.
        unsafe { call(libc::SYS_epoll_pwait, arguments) }
    };
    if !is_active() || limit == 0 {
        return answer(wait(limit)) as c_int;
    }
    let until = limit_in_milliseconds(limit);
    let mut files = libc::pollfd {
        fd: epoll,
        events: libc::POLLIN,
        revents: 0,
    };
    wait_for_files(file(epoll), &mut files, 1, until);
    let ready = wait(0);
    if let (0, Some(until)) = (ready, until) {
        with(|state| state.clock.reach(until));
    }
    answer(ready) as c_int
}

/// # Safety
///
/// As for the function of the C library.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn epoll_pwait(
    epoll: c_int,
    events: *mut libc::epoll_event,
    most: c_int,
    limit: c_int,
    _: *const libc::sigset_t,
) -> c_int {
    // SAFETY: the caller answers for the arguments.
    unsafe { epoll_wait(epoll, events, most, limit) }
}

fn wait_for_child(which: libc::idtype_t, id: usize, flags: c_int) {
    if is_active() && flags & libc::WNOHANG == 0 {
        point(
            Kind::Read,
            0,
            Block::Child {
                which: which as usize,
                id,
            },
        );
    }
}

/// # Safety
///
/// As for the function of the C library.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn waitpid(id: libc::pid_t, status: *mut c_int, flags: c_int) -> libc::pid_t {
    wait_for_child(
        if id > 0 { libc::P_PID } else { libc::P_ALL },
        id.max(0) as usize,
        flags,
    );
    let arguments = [id as usize, status as usize, flags as usize, 0, 0, 0];
    // SAFETY: the caller answers for the arguments.
    answer(unsafe { call(libc::SYS_wait4, arguments) }) as libc::pid_t
}

/// # Safety
///
/// As for the function of the C library.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn waitid(
    which: libc::idtype_t,
    id: libc::id_t,
    info: *mut libc::siginfo_t,
    flags: c_int,
) -> c_int {
    wait_for_child(which, id as usize, flags);
    let arguments = [
        which as usize,
        id as usize,
        info as usize,
        flags as usize,
        0,
        0,
    ];
    // SAFETY: the caller answers for the arguments.
    answer(unsafe { call(libc::SYS_waitid, arguments) }) as c_int
}
