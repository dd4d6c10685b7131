//! The functions that a program calls without its source saying so: the compiler's calls for atomic
//! operations, and functions of the C library by which threads begin, end, wait, sleep, read and
//! write.
//!
//! A process that is not under the interleaver behaves as it would without this library.

mod atomics;
mod c_locks;
mod ending;
mod files;
mod futex;
mod sameness;
mod threads;
mod time;

/// The function of this name that would be called without this library, looked up once.
macro_rules! original {
    ($name:ident: $type:ty) => {{
        fn find() -> $type {
            let name = concat!(stringify!($name), "\0");
            let name = std::ffi::CStr::from_bytes_with_nul(name.as_bytes()).unwrap_or_default();
            // SAFETY: the type is that of the function of this name in the C library.
            unsafe { crate::system::original(name) }
        }
        static FOUND: std::sync::OnceLock<$type> = std::sync::OnceLock::new();
        *FOUND.get_or_init(find)
    }};
}
use original;

/// Prepares what must be there before the program begins.
pub fn prepare() {
    threads::prepare();
    ending::prepare();
}

/// The object that stands for a file. No program has anything at these addresses.
fn file(number: libc::c_int) -> usize {
    0x100 + number as usize
}
