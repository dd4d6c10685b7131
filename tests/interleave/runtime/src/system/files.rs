//! What the system reports about files and children.

use std::{ffi::c_int, mem};

use super::call;

/// What a file is, as the system names it: `S_IFIFO` for a pipe. None if it is not open.
pub fn kind_of_file(number: c_int) -> Option<libc::mode_t> {
    // SAFETY: all its fields are numbers, for which zero is a value.
    let mut status: libc::stat = unsafe { mem::zeroed() };
    // SAFETY: there is room for what is written.
    let result = unsafe { libc::fstat(number, &mut status) };
    (result == 0).then_some(status.st_mode & libc::S_IFMT)
}

/// Opens `/dev/null` as each of the three standard files that is closed, as Rust's library does at
/// its start. Otherwise a file of the runtime's own would get such a number, and the program's
/// output would go there.
pub fn open_standard_files() {
    for number in 0..3 {
        if kind_of_file(number).is_none() {
            // SAFETY: the name is a C string. The file gets the lowest free number: this one.
            unsafe { libc::open(c"/dev/null".as_ptr(), libc::O_RDWR) };
        }
    }
}

/// Whether calls on a file never wait.
pub fn never_waits(number: c_int) -> bool {
    // SAFETY: the call has no pointers.
    let flags = unsafe { libc::fcntl(number, libc::F_GETFL) };
    flags & libc::O_NONBLOCK != 0
}

type Name = unsafe extern "C" fn(c_int, *mut libc::sockaddr, *mut libc::socklen_t) -> c_int;

/// The ports at this end of a socket and at the other end. 0 if there is none.
pub fn ports(number: c_int) -> (u16, u16) {
    (
        port(number, libc::getsockname),
        port(number, libc::getpeername),
    )
}

fn port(number: c_int, name: Name) -> u16 {
    // SAFETY: all its fields are numbers, for which zero is a value.
    let mut address: libc::sockaddr_in6 = unsafe { mem::zeroed() };
    let mut length = size_of_val(&address) as libc::socklen_t;
    // SAFETY: there is room for `length` bytes. An address of IPv4 is shorter.
    let result = unsafe { name(number, (&raw mut address).cast(), &mut length) };
    let has_port = matches!(
        c_int::from(address.sin6_family),
        libc::AF_INET | libc::AF_INET6
    );
    // The port is at the same place in both.
    if result == 0 && has_port {
        u16::from_be(address.sin6_port)
    } else {
        0
    }
}

/// Whether the process has children. Children that have ended and were not waited for count too.
pub fn has_children() -> bool {
    has_ended(libc::P_ALL as usize, 0).is_ok()
}

/// Whether a child has ended. `which` and `id` name it as for `waitid`. An error if there is no
/// such child.
pub fn has_ended(which: usize, id: usize) -> Result<bool, ()> {
    let mut info = [0 as c_int; 32];
    let look_only = libc::WEXITED | libc::WNOHANG | libc::WNOWAIT;
    let info_address = info.as_mut_ptr() as usize;
    // SAFETY: there is room for what the kernel writes: a `siginfo_t` has 128 bytes.
    let result = unsafe {
        call(
            libc::SYS_waitid,
            [which, id, info_address, look_only as usize, 0, 0],
        )
    };
    if result < 0 {
        Err(())
    } else {
        Ok(info[0] != 0)
    }
}

/// Waits until one of these files can be used. If `milliseconds` is given, that is the longest
/// wait.
pub fn poll(files: &mut [libc::pollfd], milliseconds: Option<i64>) {
    let limit = milliseconds.map(|milliseconds| libc::timespec {
        tv_sec: milliseconds / 1000,
        tv_nsec: milliseconds % 1000 * 1_000_000,
    });
    let limit = limit.as_ref().map_or(0, |limit| &raw const *limit as usize);
    let arguments = [files.as_mut_ptr() as usize, files.len(), limit, 0, 0, 0];
    // SAFETY: the files and the limit live until the call is over.
    unsafe { call(libc::SYS_ppoll, arguments) };
}

/// A file that can be read after it was rung.
pub fn event() -> c_int {
    let flags = libc::EFD_CLOEXEC | libc::EFD_NONBLOCK;
    // SAFETY: the call has no pointers.
    let event = unsafe { libc::eventfd(0, flags) };
    if event < 0 {
        super::broken("the system has no room for another file");
    }
    event
}

/// Makes the file readable.
pub fn ring_event(event: c_int) {
    let one = 1u64;
    let arguments = [
        event as usize,
        &raw const one as usize,
        size_of_val(&one),
        0,
        0,
        0,
    ];
    // SAFETY: the number lives until the call is over.
    unsafe { call(libc::SYS_write, arguments) };
}

/// Makes the file unreadable again.
pub fn take_event(event: c_int) {
    let mut count = 0u64;
    let arguments = [
        event as usize,
        &raw mut count as usize,
        size_of_val(&count),
        0,
        0,
        0,
    ];
    // SAFETY: there is room for the number.
    unsafe { call(libc::SYS_read, arguments) };
}
