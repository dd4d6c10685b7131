//! Files, with errors that say which.

use std::{
    env, fs,
    io::{self, ErrorKind, Write},
    path::{Path, PathBuf},
};

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

/// Gives the file at `path` these bytes: all of them, or, if that fails or is interrupted, none.
/// They are written to a file beside it, which then takes its name.
///
/// # Errors
///
/// Returns an error if the file cannot be written. It names the file.
pub fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().filter(|folder| *folder != Path::new(""));
    let mut builder = tempfile::Builder::new();
    share(&mut builder);
    let written = builder
        .tempfile_in(folder.unwrap_or(Path::new(".")))
        .and_then(|mut file| {
            file.write_all(bytes)?;
            Ok(file.persist(path)?)
        });
    written
        .map(drop)
        .map_err(|error| failed("write", path, &error))
}

/// Lets others read a file, as far as the user's mask allows: a temporary one would be the user's
/// alone.
#[cfg(unix)]
fn share(builder: &mut tempfile::Builder<'_, '_>) {
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
}

/// A temporary file is shared as any other.
#[cfg(not(unix))]
fn share(_: &mut tempfile::Builder<'_, '_>) {}

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

/// A path as seen from the folder that we are in.
pub fn from_here(path: &Path) -> PathBuf {
    let here = env::current_dir().unwrap_or_default();
    path.strip_prefix(here).unwrap_or(path).to_owned()
}
