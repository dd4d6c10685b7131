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

Each exercise in it is as it was before anyone solved it. Solutions, the pages for \
instructors, and the programs that the grader itself is tested with, are left out. \
In a git repository, git must track each file that learners get.

Exit status: 0 if it is written, 2 if not.";

/// Writes what learners need of the workshop into the folder `out`.
///
/// # Errors
///
/// Returns an error if `out` is not empty, if git does not track a file of the handout, or if a file
/// cannot be copied.
pub fn hand_out(out: &Path) -> io::Result<ExitCode> {
    let (root, entries) = (course::root(), course::entries()?);
    let in_workshop = |path: &Path| {
        let path = path.strip_prefix(&root);
        path.expect("it is in the workshop").to_owned()
    };
    let starters = course::exercises(&entries)
        .map(|entry| (in_workshop(&entry.source), in_workshop(&entry.starter())));
    handout::hand_out(&root, out, &starters.collect())?;
    writeln!(
        io::stdout(),
        "{} is the workshop without its solutions",
        out.display()
    )?;
    Ok(ExitCode::SUCCESS)
}
