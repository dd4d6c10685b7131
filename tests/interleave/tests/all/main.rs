//! The interleaver on whole programs. The tests are one program, so that some wait while others
//! build.

mod build;
#[cfg(all(
    target_os = "linux",
    target_env = "gnu",
    any(target_arch = "x86_64", target_arch = "aarch64")
))]
mod runs;
