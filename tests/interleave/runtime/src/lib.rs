//! Sits inside a program under test and decides which of its threads goes on.
//!
//! It is a shared library. The program is compiled with `-C passes=tsan`, which turns each of its
//! atomic operations into a call. It is linked to this library, which defines the functions that
//! are called ([`hooks::atomics`]). The library also replaces those functions of the C library by
//! which threads begin, end, wait, sleep and write ([`hooks`]). The program's source stays as it
//! is.
//!
//! One thread at a time runs: the one that has the [`baton`]. At each *scheduling point* it
//! announces what it will do next. A [`strategy`] chooses among all announced operations, and the
//! thread of the chosen operation goes on. A thread that has to wait does not wait in the kernel:
//! its operation just cannot be chosen ([`block`]). So the runtime finds out at once when no thread
//! can go on, and time is a number that jumps to the next deadline ([`clock`]).
//!
//! In a scheduled run, a thread can run beside the one that has the baton. It reached no point for
//! long, so that the baton was taken from it ([`scheduled::away`]).
//!
//! A program whose environment has no `INTERLEAVE` runs as if the library were not there. Settings:
//!
//! - `INTERLEAVE`: a [`Plan`](interleave_protocol::plan::Plan); or `server`: plans come from stdin,
//!   a line each, and a fork of the process runs each ([`server`]); or `scheduled`: an outer
//!   scheduler decides ([`scheduled`]).
//! - `INTERLEAVE_CONTROL`, `INTERLEAVE_TOKEN`: for a scheduled run, the address at which the
//!   scheduler listens for the control connection, and the token that the program sends there.
//! - `INTERLEAVE_LOG`: the file for the [`log`](interleave_protocol::log).
//! - `INTERLEAVE_SEED`: decides which random bytes the program gets.
//! - `INTERLEAVE_PROCESSORS`: how many processors the program is told that there are.
//! - `INTERLEAVE_STEPS`: how many steps the log of a server or of a scheduled run has room for.
//! - `INTERLEAVE_FUNCTIONS`: a file with what is known of the
//!   [`functions`](interleave_protocol::functions) of the program.
//! - `INTERLEAVE_STDOUT`, `INTERLEAVE_STDERR`: with a server, where each run's output goes.
//! - `INTERLEAVE_BUSY_SECONDS`: with a server, how long a run may keep the processor busy.
//! - `INTERLEAVE_PROCESSOR`: the number of the processor for the run, among those that it may use.
//!   Without it, the run stays on the processor on which it begins.
//! - `INTERLEAVE_ADDRESSES=random`: leaves the randomisation of addresses as it is.
#![cfg(all(
    target_os = "linux",
    target_env = "gnu",
    any(target_arch = "x86_64", target_arch = "aarch64")
))]

mod addresses;
mod backtrace;
mod baton;
mod block;
mod chance;
mod clock;
mod fairness;
mod functions;
mod hooks;
mod log;
mod memory;
mod objects;
mod processor;
mod random;
mod scheduled;
mod server;
mod shared;
mod start;
mod state;
mod strategy;
mod system;
mod thread;
