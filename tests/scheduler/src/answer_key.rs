//! Answer keys: insta snapshots of what a program should print.

use std::{
    fmt,
    io::{self, ErrorKind},
    path::Path,
};

use insta::Snapshot;

/// The text of an answer key: its lines, each with its newline. An answer key is an insta snapshot.
/// We compare it ourselves, because insta does not compare bytes.
///
/// # Errors
///
/// Returns an error if the file cannot be read, is empty, or has no front matter: insta would load
/// such a file as empty.
pub fn read_answer_key(path: &Path) -> io::Result<String> {
    let snapshot = Snapshot::from_file(path).map_err(|error| no_answer_key(path, &error))?;
    let text = snapshot
        .as_text()
        .map(ToString::to_string)
        .unwrap_or_default();
    if snapshot.metadata().source().is_none() {
        return Err(no_answer_key(
            path,
            &"it has no front matter that names its source",
        ));
    }
    if text.is_empty() {
        return Err(no_answer_key(path, &"it is empty"));
    }
    Ok(text + "\n")
}

fn no_answer_key(path: &Path, cause: &dyn fmt::Display) -> io::Error {
    io::Error::new(
        ErrorKind::InvalidData,
        format!("no answer key in `{}`: {cause}", path.display()),
    )
}
