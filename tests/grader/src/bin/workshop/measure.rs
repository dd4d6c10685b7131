//! `cargo workshop measure`: the article's claims, measured on this machine.
//!
//! A package of its own measures them, so that no other command needs its dependencies. This
//! command only starts it.

use std::{
    env,
    ffi::OsString,
    io,
    process::{Command, ExitCode},
};

use clap::Args;
use scheduler::stages::workspace;

pub const HELP: &str = "\
Claims:
  concurrency  not parallelism: work that waits, and work that computes
  contention   more can be slower: one total, in seven ways
  workers      thousands or millions: threads, tasks, goroutines
  blueprint    one blueprint: three tasks as threads, on a pool, as tokio tasks

Examples:
  cargo workshop measure              all four, in some two minutes
  cargo workshop measure contention   one of them, in some 15 seconds
  cargo workshop measure -o figures   plots and tables in the folder figures

The first call builds for a minute. Close other programs: they change the \
figures.

Exit status: 0 if all was measured, 2 if not.";

/// What to measure.
#[derive(Args)]
pub struct Arguments {
    /// The claims to measure, all four if none is named; `-o FOLDER` for plots and tables in this
    /// folder instead of target/measure of the workshop
    #[arg(
        value_name = "CLAIM",
        trailing_var_arg = true,
        allow_hyphen_values = true
    )]
    arguments: Vec<OsString>,
}

/// Builds the package that measures, and runs it.
///
/// # Errors
///
/// Returns an error if Cargo cannot be started.
pub fn measure(Arguments { arguments }: &Arguments) -> io::Result<ExitCode> {
    let status = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["run", "--release", "--manifest-path"])
        .arg(workspace().join("tests/measure/Cargo.toml"))
        .arg("--")
        .args(arguments)
        .status()?;
    Ok(ExitCode::from(if status.success() { 0 } else { 2 }))
}
