//! Our own files: written completely or not at all, with errors that name the file.

use std::{
    fs::{self, File},
    io::{self, Write},
    path::Path,
};

use sha2::{Digest, Sha256};

/// The digest of `bytes`, in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// Writes `bytes` to the file at `path`, and makes its folder. A reader sees either the old file or
/// the new one, and nothing in between, even if this process is killed.
///
/// # Errors
///
/// Returns an error if the file cannot be written. The error names it.
pub fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let write = || {
        fs::create_dir_all(folder)?;
        // Others can read the file too, if the user's settings allow that. What a container writes
        // is read outside of it.
        let mut file = tempfile::Builder::new().make_in(folder, |path| File::create_new(path))?;
        file.as_file_mut().write_all(bytes)?;
        file.persist(path)?;
        Ok(())
    };
    write().map_err(|error| failed("write", path, &error))
}

/// The bytes of the file at `path`.
///
/// # Errors
///
/// Returns an error if the file cannot be read. The error names it.
pub fn read(path: &Path) -> io::Result<Vec<u8>> {
    fs::read(path).map_err(|error| failed("read", path, &error))
}

/// The error that it failed to `verb` the file at `path`, with the cause.
pub fn failed(verb: &str, path: &Path, cause: &io::Error) -> io::Error {
    let text = format!("failed to {verb} `{}`: {cause}", path.display());
    io::Error::new(cause.kind(), text)
}
