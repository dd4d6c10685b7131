//! Runs of programs. There are some where the runtime is: on Linux, with glibc.

mod crates;
mod determinism;
mod endings;
mod kernels;
mod scheduled;
mod shared;
mod soundness;
