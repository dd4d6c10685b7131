//! The interleaver on whole programs. It runs where the runtime does: on Linux, with glibc.
#![cfg(all(
    target_os = "linux",
    target_env = "gnu",
    any(target_arch = "x86_64", target_arch = "aarch64")
))]

mod crates;
mod determinism;
mod endings;
mod kernels;
mod scheduled;
mod shared;
mod soundness;
