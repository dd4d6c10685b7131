//! Files, with errors that say which.

use std::{
    fs,
    io::{self, ErrorKind},
    path::Path,
};

use crate::course::from_here;

/// The bytes of the file at `path`.
///
/// # Errors
///
/// If it cannot be read; it is named then, as it is seen from the folder that we are in.
pub fn read(path: &Path) -> io::Result<Vec<u8>> {
    fs::read(path).map_err(|error| failed("read", path, &error))
}

/// The text of the file at `path`.
///
/// # Errors
///
/// If it is no file, cannot be read, or is not UTF-8; it is named then.
pub fn read_text(path: &Path) -> io::Result<String> {
    // A pipe could make us wait for ever, and can be read only once.
    if fs::metadata(path).is_ok_and(|data| !data.is_file()) {
        let cause = io::Error::new(ErrorKind::InvalidInput, "it is no file");
        return Err(failed("read", path, &cause));
    }
    fs::read_to_string(path).map_err(|error| match error.kind() {
        ErrorKind::InvalidData => {
            let cause = io::Error::new(ErrorKind::InvalidData, "it is not a text in UTF-8");
            failed("read", path, &cause)
        }
        _ => failed("read", path, &error),
    })
}

/// Whether the file at `path` is hidden, as one is that an editor keeps for itself.
pub fn is_hidden(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default();
    name.as_encoded_bytes().starts_with(b".")
}

/// That it failed to `verb` the file at `path`, with the cause.
pub fn failed(verb: &str, path: &Path, cause: &io::Error) -> io::Error {
    let text = format!("failed to {verb} `{}`: {cause}", from_here(path).display());
    io::Error::new(cause.kind(), text)
}
