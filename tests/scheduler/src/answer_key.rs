//! Answer keys: insta snapshots of what a program should print.

use std::{
    fmt, fs,
    io::{self, ErrorKind},
    path::Path,
};

/// The text of an answer key: its lines, each with its newline. An answer key is an insta snapshot.
/// We read and compare it ourselves, because insta does not compare bytes.
///
/// # Errors
///
/// Returns an error if the file cannot be read, has no front matter, or has no lines below it.
pub fn read_answer_key(path: &Path) -> io::Result<String> {
    let no_answer_key = |cause: &dyn fmt::Display| {
        let text = format!("no answer key in `{}`: {cause}", path.display());
        io::Error::new(ErrorKind::InvalidData, text)
    };
    let snapshot = fs::read_to_string(path).map_err(|error| no_answer_key(&error))?;
    let mut lines = snapshot.lines();
    let has_front_matter = lines.next() == Some("---") && lines.any(|line| line == "---");
    if !has_front_matter {
        return Err(no_answer_key(&"it has no front matter"));
    }
    let key = lines.collect::<Vec<_>>().join("\n");
    match key.trim_end() {
        "" => Err(no_answer_key(&"it is empty")),
        key => Ok(format!("{key}\n")),
    }
}
