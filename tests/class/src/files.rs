//! Reads and replaces files, with errors that name the file.

use std::{
    env,
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
};

use sha2::{Digest, Sha256};

/// The digest of `bytes`, in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// The bytes of the file at `path`.
///
/// # Errors
///
/// Returns an error if the file cannot be read. The error names it.
pub fn read(path: &Path) -> io::Result<Vec<u8>> {
    fs::read(path).map_err(|error| failed("read", path, &error))
}

/// Replaces the contents of the file at `path`, and makes its folder. If that fails or is
/// interrupted, the file is unchanged. The bytes are written to a file beside it, which then takes
/// its name.
///
/// # Errors
///
/// Returns an error if the file cannot be written. The error names it.
pub fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().filter(|folder| *folder != Path::new(""));
    let folder = folder.unwrap_or(Path::new("."));
    let write = || {
        fs::create_dir_all(folder)?;
        // Other users may read it, as far as the user's mask allows: what a container writes is
        // read outside of it. A temporary file of the usual kind would be the user's alone, and its
        // errors name a path that the user has never seen.
        let mut file = tempfile::Builder::new().make_in(folder, |path| File::create_new(path))?;
        file.as_file_mut().write_all(bytes)?;
        file.as_file().sync_all()?;
        file.persist(path)?;
        Ok(())
    };
    write().map_err(|error| failed("write", path, &error))
}

/// An error that says that we failed to `verb` the file at `path`, with the cause. It names the
/// file as seen from the current folder.
pub fn failed(verb: &str, path: &Path, cause: &io::Error) -> io::Error {
    let text = format!("failed to {verb} `{}`: {cause}", from_here(path).display());
    io::Error::new(cause.kind(), text)
}

/// A path as seen from the current folder.
pub fn from_here(path: &Path) -> PathBuf {
    let here = env::current_dir().unwrap_or_default();
    path.strip_prefix(here).unwrap_or(path).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn a_file_that_cannot_be_written_is_named_and_not_the_temporary_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("picture.svg");
        fs::create_dir(&path).unwrap();
        let error = replace(&path, b"").unwrap_err();
        let plain = File::create(&path).unwrap_err();
        let words = format!("failed to write `{}`: {plain}", path.display());
        assert_eq!(error.to_string(), words);
    }

    #[test]
    fn a_file_is_replaced_and_nothing_is_left_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("pictures/picture.svg");
        for bytes in [b"one", b"two"] {
            replace(&path, bytes).unwrap();
            assert_eq!(fs::read(&path).unwrap(), bytes);
        }
        let names = fs::read_dir(path.parent().unwrap()).unwrap();
        assert_eq!(names.count(), 1);
    }
}
