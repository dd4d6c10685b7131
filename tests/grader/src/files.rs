//! Reads and replaces files, with errors that name the file.

use std::{
    env,
    fs::{self, File},
    io::{self, ErrorKind, Write},
    path::{Path, PathBuf},
};

/// The bytes of the file at `path`.
///
/// # Errors
///
/// Returns an error if the file cannot be read. The error names the file, as seen from the current
/// folder.
pub fn read(path: &Path) -> io::Result<Vec<u8>> {
    fs::read(path).map_err(|error| failed("read", path, &error))
}

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

/// Replaces the contents of the file at `path`. If that fails or is interrupted, the file is
/// unchanged. The bytes are written to a file beside it, which then takes its name.
///
/// # Errors
///
/// Returns an error if the file cannot be written. The error names the file.
pub fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().filter(|folder| *folder != Path::new(""));
    let folder = folder.unwrap_or(Path::new("."));
    let write = || {
        // Other users may read it, as far as the user's mask allows. A temporary file of the usual
        // kind would be the user's alone, and its errors name a path that the user has never seen.
        let mut file = tempfile::Builder::new().make_in(folder, |path| File::create_new(path))?;
        file.as_file_mut().write_all(bytes)?;
        file.as_file().sync_all()?;
        file.persist(path)?;
        Ok(())
    };
    write().map_err(|error| failed("write", path, &error))
}

/// Whether the file at `path` is hidden, such as one that an editor keeps for itself.
pub fn is_hidden(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default();
    name.as_encoded_bytes().starts_with(b".")
}

/// An error that says that we failed to `verb` the file at `path`, with the cause.
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

    #[test]
    fn a_file_that_cannot_be_written_is_named_and_not_the_temporary_one() {
        let folder = tempfile::tempdir().expect("there is room");
        let path = folder.path().join("nowhere/picture.svg");
        let error = replace(&path, b"").expect_err("the folder is not there");
        let plain = File::create_new(&path).expect_err("the folder is not there");
        let words = format!("failed to write `{}`: {plain}", path.display());
        assert_eq!(error.to_string(), words);
    }

    #[test]
    fn a_file_is_replaced_and_nothing_is_left_beside_it() {
        let folder = tempfile::tempdir().expect("there is room");
        let path = folder.path().join("picture.svg");
        for bytes in [b"one", b"two"] {
            replace(&path, bytes).expect("it can be written");
            assert_eq!(fs::read(&path).expect("it is there"), bytes);
        }
        let names = fs::read_dir(folder.path()).expect("it is there");
        assert_eq!(names.count(), 1);
    }
}
