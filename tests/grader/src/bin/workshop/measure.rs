//! `cargo workshop measure`: the article's claims, measured on this machine.
//!
//! A package of its own measures them, so that no other command needs its dependencies. This
//! command only starts it.

use std::{
    env, io,
    path::PathBuf,
    process::{Command, ExitCode},
};

use clap::{Args, ValueEnum};
use scheduler::stages::workspace;

pub const HELP: &str = "\
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
    /// The claims to measure; all four if none is named
    #[arg(value_enum)]
    claims: Vec<Claim>,
    /// The folder for plots and tables, instead of target/measure of the workshop
    #[arg(short, long, value_name = "FOLDER")]
    output: Option<PathBuf>,
}

/// A claim of the article, in the words of the package that measures it.
#[derive(Clone, Copy, ValueEnum)]
enum Claim {
    /// Concurrency is not parallelism: work that waits, and work that computes
    Concurrency,
    /// More can be slower: one total, in seven ways
    Contention,
    /// Thousands or millions: threads, tasks, goroutines
    Workers,
    /// One blueprint: the three tasks as threads, on a pool, as tokio tasks
    Blueprint,
}

/// Builds the package that measures, and runs it.
///
/// # Errors
///
/// Returns an error if Cargo cannot be started.
pub fn measure(Arguments { claims, output }: &Arguments) -> io::Result<ExitCode> {
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo
        .args(["run", "--release", "--manifest-path"])
        .arg(workspace().join("tests/measure/Cargo.toml"))
        .arg("--");
    for claim in claims {
        let value = claim.to_possible_value().expect("no claim is skipped");
        cargo.arg(value.get_name());
    }
    if let Some(folder) = output {
        cargo.arg("--output").arg(folder);
    }
    let is_measured = cargo.status()?.success();
    Ok(ExitCode::from(if is_measured { 0 } else { 2 }))
}
