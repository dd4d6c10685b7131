//! `cargo workshop reset`: an exercise as it was handed out.

use std::{
    fs,
    io::{self, BufRead, ErrorKind, IsTerminal, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

use grader::{
    course,
    files::{self, failed},
};

pub const HELP: &str = "\
Examples:
  cargo workshop reset join_handles         asks first, if you have written something
  cargo workshop reset join_handles --yes   does not ask

What you have written is kept beside it, as join_handles.rs.bak.

Exit status: 0 if it is as it was handed out, 1 if you said no, 2 if it could not \
be done.";

/// Puts the exercise `name` back to how it was handed out, and keeps a copy of what was written.
/// Asks first, unless `is_sure`.
///
/// # Errors
///
/// Returns an error if there is no such exercise, or if a file cannot be read or written. Also
/// returns one if the learner must confirm and there is no terminal. Then nothing is lost.
pub fn reset(name: &str, is_sure: bool) -> io::Result<ExitCode> {
    let entries = course::entries()?;
    let entry = course::find(&entries, name)?;
    entry.as_exercise()?;
    let starter = files::read(&entry.starter())?;
    let path = entry.source_from_here();
    let written = match fs::read(&path) {
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(error) => return Err(failed("read", &path, &error)),
        Ok(written) => Some(written).filter(|written| *written != starter),
    };
    if written.is_none() && path.exists() {
        writeln!(io::stdout(), "{name} is as it was handed out.")?;
        return Ok(ExitCode::SUCCESS);
    }
    if written.is_some() && !is_sure && !says_yes(&path)? {
        writeln!(io::stdout(), "Nothing was changed.")?;
        return Ok(ExitCode::from(1));
    }
    if let Some(written) = written {
        let copy = keep(&path, &written)?;
        writeln!(
            io::stdout(),
            "What you had written is in {}",
            copy.display()
        )?;
    }
    // If this fails midway, nothing is lost: the starter and the copy are still there.
    fs::copy(entry.starter(), &path).map_err(|error| failed("write", &path, &error))?;
    writeln!(io::stdout(), "{} is as it was handed out.", path.display())?;
    Ok(ExitCode::SUCCESS)
}

fn says_yes(path: &Path) -> io::Result<bool> {
    if !io::stdin().is_terminal() {
        let text = format!(
            "you have changed `{}`, and without a terminal the workshop cannot ask you\n  \
             --yes resets it anyway, and keeps a copy",
            path.display()
        );
        return Err(io::Error::other(text));
    }
    eprint!(
        "You have changed {}. Reset it, and keep a copy? [y/N] ",
        path.display()
    );
    let mut answer = String::new();
    io::stdin().lock().read_line(&mut answer)?;
    Ok(["y", "yes"].contains(&answer.trim().to_lowercase().as_str()))
}

/// Writes a copy beside `path`, under a name that no file has yet.
fn keep(path: &Path, written: &[u8]) -> io::Result<PathBuf> {
    let name = |number: usize| {
        let mut name = path.as_os_str().to_owned();
        name.push(".bak");
        if number > 1 {
            name.push(number.to_string());
        }
        PathBuf::from(name)
    };
    let mut names = (1..).map(name);
    let copy = names
        .find(|name| !name.exists())
        .expect("some number is free");
    files::replace(&copy, written)?;
    Ok(copy)
}
