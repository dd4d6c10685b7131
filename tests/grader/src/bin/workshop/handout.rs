//! `cargo workshop handout`: what learners get.

use std::{
    io::{self, Write},
    path::Path,
    process::ExitCode,
};

use class::handout;
use grader::course;

pub const HELP: &str = "\
Examples:
  cargo workshop handout --out ../workshop     a folder to give to learners

Each exercise in it is as it was before anyone solved it. Solutions, and the \
programs that the grader itself is tested with, are left out.

Exit status: 0 if it is written, 2 if not.";

/// Writes the workshop without its solutions into the folder `out`.
///
/// # Errors
///
/// Returns an error if `out` is not empty, or something cannot be copied.
pub fn hand_out(out: &Path) -> io::Result<ExitCode> {
    let entries = course::entries()?;
    let starters = course::exercises(&entries).map(|entry| (entry.source.clone(), entry.starter()));
    handout::hand_out(&course::root(), out, &starters.collect())?;
    writeln!(
        io::stdout(),
        "{} is the workshop without its solutions",
        out.display()
    )?;
    Ok(ExitCode::SUCCESS)
}
