//! Reads and replaces files, with errors that name the file.

use std::{
    fs,
    io::{self, ErrorKind},
    path::Path,
};

pub use class::files::{failed, from_here, read, replace};

/// The text of the file at `path`.
///
/// # Errors
///
/// Returns an error if it is not a file, cannot be read, or is not UTF-8. The error names the file.
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

/// Whether the file at `path` is hidden, such as one that an editor keeps for itself.
pub fn is_hidden(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default();
    name.as_encoded_bytes().starts_with(b".")
}
